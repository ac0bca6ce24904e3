package dev.sluice.cache.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameAnswerTest {

    private final SameAnswer same = new SameAnswer();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            true  | Paris.                                        | paris
            true  | The capital of France is Paris.               | The capital of France is Paris, a city on the Seine.
            true  | Water boils at 100 degrees at sea level.      | At sea level, water boils at 100 degrees.
            false | The price is 41.20 dollars.                   | The price is 44.10 dollars.
            false | The president is Ada Lovelace.                | Nobody holds that office at present, it is vacant.
            false | Version 21 is the current one.                | Version 25 is the current one.
            """)
    void theSameWordsAndNumbersSayTheSame(boolean expected, String before, String now) {
        assertThat(same.isSame(before, now)).isEqualTo(expected);
        assertThat(same.isSame(now, before)).isEqualTo(expected);
    }

    @org.junit.jupiter.api.Test
    void nothingIsTheSameAsNothingOnly() {
        assertThat(same.isSame("", "")).isTrue();
        assertThat(same.isSame("", "Paris")).isFalse();
    }
}
