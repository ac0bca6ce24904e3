package dev.sluice.kit.prices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PricesTest {

    private final Prices prices = Prices.bundled();

    @Test
    void aDatedOrTaggedModelCostsWhatItsFamilyCosts() {
        var mini = prices.of("gpt-4o-mini");

        assertThat(mini).contains(new Price(150_000_000, 75_000_000, 600_000_000));
        assertThat(prices.of("gpt-4o-mini-2024-07-18")).isEqualTo(mini);
        assertThat(prices.of("openai/gpt-4o-mini")).isEqualTo(mini);
        assertThat(prices.of("claude-sonnet-4-5-20250929")).isEqualTo(prices.of("claude-sonnet-4-5"));
        assertThat(prices.of("claude-3-5-haiku-latest")).isEqualTo(prices.of("claude-3-5-haiku"));
        assertThat(prices.of("gpt-4-0613")).isEqualTo(prices.of("gpt-4"));
    }

    @Test
    void anotherModelWithTheSameBeginningHasNoPrice() {
        assertThat(prices.of("gpt-4o-search-preview")).isEmpty();
        assertThat(prices.of("gpt-4o-mini-tts")).isEmpty();
        assertThat(prices.of("gpt-4-1106-preview")).isEmpty();
        assertThat(prices.of("")).isEmpty();
        assertThat(prices.of("zzz")).isEmpty();
    }

    @Test
    void moneyIsCountedInNanoUsdAndRoundedHalfUp() {
        var price = new Price(150_000_000, 75_000_000, 600_000_000);

        assertThat(price.nanoUsd(1_000_000, 0, 0)).isEqualTo(150_000_000);
        assertThat(price.nanoUsd(100, 40, 10)).isEqualTo(60 * 150 + 40 * 75 + 10 * 600);
        assertThat(price.nanoUsd(10, 20, 0)).as("more cached than there are").isEqualTo(750);
        assertThat(new Price(500_000, 0, 0).nanoUsd(1, 0, 0)).isEqualTo(1);
        assertThat(new Price(499_999, 0, 0).nanoUsd(1, 0, 0)).isZero();
    }

    @Test
    void reasoningMayCostSomethingElseThanTheRestOfTheAnswer() throws IOException {
        String json = "{\"version\":\"x\",\"models\":{\"m\":{\"input\":1,\"output\":2,\"reasoning\":6}}}";

        Price price = Prices.parse(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)))
                .of("m")
                .orElseThrow();

        assertThat(price.nanoUsd(0, 0, 10, 4, 0, 0)).isEqualTo(6 * 2_000 + 4 * 6_000);
        assertThat(price.nanoUsd(0, 0, 10, 20, 0, 0))
                .as("more reasoning than answer")
                .isEqualTo(10 * 6_000);
        assertThat(price.nanoUsd(0, 0, 10)).isEqualTo(10 * 2_000);
        assertThat(new Price(1, 1, 7).reasoning()).isEqualTo(7);
    }

    @Test
    void soundCostsMoreThanText() {
        Price price = prices.of("gpt-4o-audio-preview-2025-06-03").orElseThrow();

        assertThat(price.nanoUsd(100, 0, 50, 0, 60, 40))
                .isEqualTo(40 * 2_500 + 60 * 40_000 + 10 * 10_000 + 40 * 80_000);
        assertThat(price.nanoUsd(100, 0, 50)).as("all of it text").isEqualTo(100 * 2_500 + 50 * 10_000);
        assertThat(price.nanoUsd(10, 4, 10, 3, 99, 99))
                .as("more sound than there is")
                .isEqualTo(4 * 2_500 + 6 * 40_000 + 3 * 10_000 + 7 * 80_000);
    }

    @Test
    void withoutAPriceForSoundItCostsWhatTextDoes() {
        Price price = prices.of("gpt-4o-mini").orElseThrow();

        assertThat(price.nanoUsd(100, 40, 50, 0, 60, 40)).isEqualTo(price.nanoUsd(100, 40, 50));
    }

    @Test
    void withoutACachedPriceCachedTokensCostWhatOthersDo() throws IOException {
        String json = "{\"version\":\"x\",\"models\":{\"m\":{\"input\":1,\"output\":2}}}";

        var table = Prices.parse(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));

        assertThat(table.version()).isEqualTo("x");
        assertThat(table.of("m")).contains(new Price(1_000_000_000, 1_000_000_000, 2_000_000_000));
    }
}
