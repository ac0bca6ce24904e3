package dev.sluice.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.evict.Strategy;
import dev.sluice.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LocalStoreTest extends StoreContract {

    private final TestClock clock = new TestClock();
    private final LocalStore store = new LocalStore(64 << 20, 0.5, Strategy.HYBRID, 4_096, 2_000, clock);

    @Override
    CacheStore store() {
        return store;
    }

    @Override
    void pass(Duration time) {
        clock.pass(time);
    }

    @Override
    Instant now() {
        return clock.instant();
    }

    @Test
    void neverTakesMoreMemoryThanAllowed() {
        var small = new LocalStore(100_000, 0.5, Strategy.HYBRID, 4_096, 2_000, clock);
        for (int i = 0; i < 1_000; i++) {
            small.put("acme", answer("%032x".formatted(i), "x".repeat(500), Duration.ofMinutes(1)), new float[4]);
        }
        assertThat(small.contents("acme").bytes()).isLessThanOrEqualTo(100_000);
        assertThat(questions(small, "acme", "scope1"))
                .hasSize((int) small.contents("acme").entries());
    }

    @Test
    void anAnswerLargerThanAllMemoryIsNotKept() {
        var small = new LocalStore(10_000, 0.5, Strategy.HYBRID, 4_096, 2_000, clock);
        small.put("acme", answer(A, "x".repeat(20_000), Duration.ofMinutes(1)), new float[384]);
        assertThat(small.contents("acme").entries()).isZero();
        assertThat(questions(small, "acme", "scope1")).isEmpty();
    }

    @Test
    void aFullScopeTakesNoMoreQuestionsButKeepsTheirAnswers() {
        var narrow = new LocalStore(64 << 20, 0.5, Strategy.HYBRID, 4_096, 2, clock);
        narrow.put("acme", answer(A, "one", Duration.ofMinutes(1)), new float[4]);
        narrow.put("acme", answer(B, "two", Duration.ofMinutes(1)), new float[4]);
        narrow.put("acme", answer(C, "three", Duration.ofMinutes(1)), new float[4]);
        assertThat(questions(narrow, "acme", "scope1")).containsExactlyInAnyOrder(A, B);
        assertThat(narrow.find("acme", C)).isPresent();
        narrow.remove("acme", A);
        narrow.put("acme", answer(C, "three", Duration.ofMinutes(1)), new float[4]);
        assertThat(questions(narrow, "acme", "scope1")).containsExactlyInAnyOrder(B, C);
    }
}
