package dev.sluice.gateway.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a second one is asked, and how often that may happen. */
class HedgeTest {

    @Test
    void theUsualWaitIsUnknownUntilTwentyCallsWereSeen() {
        var usual = new Quantile(0.95);
        for (int i = 1; i < 20; i++) {
            usual.took(i);
        }
        assertThat(usual.value()).isZero();

        usual.took(20);

        assertThat(usual.value()).isEqualTo(19);
    }

    @Test
    void theUsualWaitIsThatOfTheLatestCalls() {
        var usual = new Quantile(0.95);
        for (int i = 0; i < 128; i++) {
            usual.took(1_000);
        }
        for (int i = 0; i < 128; i++) {
            usual.took(5);
        }

        assertThat(usual.value()).isEqualTo(5);
    }

    @Test
    void noMoreThanTheShareOfTheBytesIsSentTwice() {
        var budget = new HedgeBudget(0.05);
        int hedges = 0;

        for (int i = 0; i < 1_000; i++) {
            budget.earn(2_000);
            hedges += budget.spend(2_000) ? 1 : 0;
        }

        assertThat(hedges).isBetween(49, 50);
    }

    @Test
    void aLargeCallIsNotHedgedAtTheCostOfSmallOnes() {
        var budget = new HedgeBudget(0.05);
        for (int i = 0; i < 100; i++) {
            budget.earn(1_000);
        }

        assertThat(budget.spend(5_001)).isFalse();
        assertThat(budget.spend(5_000)).isTrue();
        assertThat(budget.spend(1)).isFalse();
    }
}
