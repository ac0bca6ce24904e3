package dev.sluice.worker.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AcknowledgementsTest {

    private final TopicPartition where = new TopicPartition("commands", 0);
    private final Acknowledgements acknowledgements = new Acknowledgements();

    @Test
    void nothing_is_committed_past_a_command_that_is_not_done() {
        acknowledgements.polled(where, 10);
        acknowledgements.polled(where, 11);
        acknowledgements.polled(where, 12);

        acknowledgements.done(where, 11);
        assertThat(acknowledgements.toCommit()).isEmpty();

        acknowledgements.done(where, 10);
        assertThat(acknowledgements.toCommit()).isEqualTo(Map.of(where, 12L));

        acknowledgements.done(where, 12);
        assertThat(acknowledgements.toCommit()).isEqualTo(Map.of(where, 13L));
    }

    @Test
    void what_was_committed_is_not_committed_again() {
        acknowledgements.polled(where, 5);
        acknowledgements.done(where, 5);

        assertThat(acknowledgements.toCommit()).isEqualTo(Map.of(where, 6L));
        assertThat(acknowledgements.toCommit()).isEmpty();
    }

    @Test
    void a_partition_that_was_taken_away_is_not_committed() {
        acknowledgements.polled(where, 5);
        acknowledgements.done(where, 5);

        acknowledgements.revoked(where);
        acknowledgements.done(where, 5);

        assertThat(acknowledgements.toCommit()).isEmpty();
    }
}
