package dev.sluice.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0.000000001", "37500, 0.0000375", "1000000000, 1", "12340000000, 12.34"})
    void nanoUsdAreWrittenAsPlainDollars(long nano, String text) {
        assertThat(Money.usd(nano)).isEqualTo(text);
    }
}
