package dev.sluice.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.testing.Goldens;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The chunk of usage nobody asked for is taken away, and not one byte more. */
class UsageFilterTest {

    private static final String FILTER =
            "data: {\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0}]}\r\n\r\n";
    private static final String WORDS =
            ": odd\n\ndata:{\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":null}\n\n"
                    + "event: x\r\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}\r\n\r\n";
    private static final String USAGE =
            "data: {\"id\":\"x\",\"choices\":[ ],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}\r\n\r\n";
    private static final String REST = ": bye\n\ndata: [DONE]\n\n";

    @Property(tries = 200)
    void onlyTheUsageGoesHoweverTheStreamIsCut(@ForAll @IntRange(min = 1, max = 300) int size) {
        assertThat(filtered(FILTER + WORDS + USAGE + REST, size)).isEqualTo(FILTER + WORDS + REST);
    }

    @Property(tries = 100)
    void aStreamWithoutUsageStaysWhole(@ForAll @IntRange(min = 1, max = 300) int size) {
        assertThat(filtered(FILTER + WORDS + REST, size)).isEqualTo(FILTER + WORDS + REST);
    }

    @Test
    void usageBesideTheLastWordsStays() {
        String words = WORDS.replace("\"usage\":null}\r\n", "\"usage\":{\"prompt_tokens\":3}}\r\n");

        assertThat(filtered(words + REST, 50)).isEqualTo(words + REST);
    }

    @Test
    void anEventTooLargeToHoldPasses() {
        String large = "data: {\"choices\":[],\"usage\":{},\"x\":\"" + "y".repeat(200_000) + "\"}\n\n";

        assertThat(filtered(WORDS + large + REST, 1_000)).isEqualTo(WORDS + large + REST);
    }

    private static String filtered(String stream, int size) {
        var tap = new SseTap(1_000, 10_000);
        var filter = new UsageFilter(tap.answer());
        return Goldens.feed(
                bytes -> {
                    tap.accept(bytes);
                    return filter.apply(bytes);
                },
                stream.getBytes(StandardCharsets.UTF_8),
                size);
    }
}
