package dev.sluice.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenCounterTest {

    private final TokenCounter counter = new TokenCounter();

    @Test
    void tokensAreCountedAsOpenAiCounts() {
        assertThat(counter.count("gpt-4o", "")).isZero();
        assertThat(counter.count("gpt-4o", "hello world")).isEqualTo(2);
        assertThat(counter.count("gpt-4-0613", "hello world")).isEqualTo(2);
        assertThat(counter.count("gpt-4o", "<|endoftext|>"))
                .as("no special tokens in a user's text")
                .isPositive();
    }

    @Test
    void aHugeTextIsCountedInPartAndTakenToGoOnLikeThat() {
        long part = counter.count("gpt-4o", "one two three four ".repeat(10_000));

        assertThat(counter.count("gpt-4o", "one two three four ".repeat(100_000)))
                .isBetween(part * 98 / 10, part * 102 / 10);
    }

    @Test
    void coldTablesAreNotLoadedOnTheEventLoop() {
        assertThat(counter.isQuick(1)).isFalse();
    }
}
