package dev.sluice.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.topics.Topics.Spec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private static final List<String> LANES =
            Arrays.stream(Lane.values()).map(Lane::wireName).toList();

    @Test
    void eachLaneHasItsCommandTopicInItsOrder() {
        assertThat(Topics.tasks(LANES))
                .extracting(Spec::name)
                .containsExactly(
                        "sluice.tasks.cmd.critical",
                        "sluice.tasks.cmd.high",
                        "sluice.tasks.cmd.normal",
                        "sluice.tasks.cmd.low",
                        "sluice.tasks.cmd.bulk",
                        "sluice.tasks.state",
                        "sluice.tasks.result",
                        "sluice.tasks.dlq",
                        "sluice.tasks.webhooks");
    }

    @Test
    void whatIsTheTruthIsCompactedAndNeverExpires() {
        var truth = Stream.of(
                Topics.control(),
                Topics.documents(),
                Topics.files().getFirst(),
                Topics.batches().getFirst(),
                Topics.tasks(LANES).stream()
                        .filter(spec -> spec.name().equals(Topics.TASKS_STATE))
                        .findFirst()
                        .orElseThrow());

        assertThat(truth).allSatisfy(spec -> {
            assertThat(spec.config()).containsEntry("cleanup.policy", "compact").doesNotContainKey("retention.ms");
        });
    }

    @Test
    void eventsWaitSevenDaysForAStoreThatIsDown() {
        assertThat(Topics.events().config()).containsEntry("retention.ms", String.valueOf(7L * 24 * 3600 * 1000));
    }

    @Test
    void aDocumentOfTenMebibytesFitsItsTopic() {
        assertThat(Long.parseLong(Topics.documents().config().get("max.message.bytes")))
                .isGreaterThan(10L * 1024 * 1024);
    }

    @Test
    void theBytesOfAFileOutliveTheFileAndThoseOfNoFileGo() {
        assertThat(Topics.files().getLast().config())
                .containsEntry("cleanup.policy", "compact,delete")
                .containsEntry("retention.ms", String.valueOf(32L * 24 * 3600 * 1000));
    }

    @Test
    void linesOfBatchesAreKeptInTheOrderTheyCameBecauseTheFirstCounts() {
        assertThat(Topics.batches().getLast().config()).containsEntry("cleanup.policy", "delete");
    }

    @Test
    void eachTopicHasPartitionsAndAPolicy() {
        assertThat(Stream.of(
                                Topics.tasks(LANES),
                                Topics.files(),
                                Topics.batches(),
                                List.of(Topics.events(), Topics.control(), Topics.documents()))
                        .flatMap(List::stream))
                .allSatisfy(spec -> {
                    assertThat(spec.name()).startsWith("sluice.");
                    assertThat(spec.partitions()).isPositive();
                    assertThat(spec.config()).containsKey("cleanup.policy");
                });
    }
}
