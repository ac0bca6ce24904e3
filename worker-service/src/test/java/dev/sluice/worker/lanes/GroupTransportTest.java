package dev.sluice.worker.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.contracts.tasks.Lane;
import dev.sluice.testkit.KafkaTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
class GroupTransportTest extends TransportContract {

    @Override
    Transport transport(LaneBuffers buffers, String group, Runnable dispatch) {
        // By this clock every command is fresh.
        var commands = new Commands(json, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        return new GroupTransport(buffers, clients, commands, group, Optional.empty(), dispatch);
    }

    @Test
    void only_what_was_written_after_a_partition_came_here_can_be_polled_by_nobody_else_before() throws Exception {
        Set<String> early = send(10, Lane.values());
        var member = new Member(100, true);
        await().atMost(PATIENCE).until(() -> member.came.containsAll(early));

        Set<String> late = send(10, Lane.values());

        await().atMost(PATIENCE).until(() -> member.came.containsAll(late));
        assertThat(member.firsts).containsAll(late).doesNotContainAnyElementsOf(early);
    }
}
