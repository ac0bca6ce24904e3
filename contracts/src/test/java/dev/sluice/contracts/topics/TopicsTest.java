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
    void eachTopicHasPartitionsAndAPolicy() {
        assertThat(Stream.concat(
                        Topics.tasks(LANES).stream(), Stream.of(Topics.events(), Topics.control(), Topics.documents())))
                .allSatisfy(spec -> {
                    assertThat(spec.name()).startsWith("sluice.");
                    assertThat(spec.partitions()).isPositive();
                    assertThat(spec.config()).containsKey("cleanup.policy");
                });
    }
}
