package dev.sluice.worker.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.tasks.TaskCommand;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class CommandsTest {

    private static final Instant WRITTEN = Instant.parse("2026-11-20T12:00:00Z");

    private final ObjectMapper json = new ObjectMapper();

    private boolean isFirst(String cause, Duration later) throws Exception {
        return isFirst(cause, later, true);
    }

    private boolean isFirst(String cause, Duration later, boolean unseen) throws Exception {
        byte[] command = json.writeValueAsBytes(new TaskCommand(TaskCommand.SCHEMA, "t1", "acme", cause));
        var commands = new Commands(json, Clock.fixed(WRITTEN.plus(later), ZoneOffset.UTC));
        return commands.read(record(command), unseen).orElseThrow().first();
    }

    private static ConsumerRecord<String, byte[]> record(byte[] value) {
        return new ConsumerRecord<>(
                "sluice.tasks.cmd.normal",
                0,
                7,
                WRITTEN.toEpochMilli(),
                TimestampType.CREATE_TIME,
                4,
                value.length,
                "acme",
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    @Test
    void a_submissions_command_is_the_first_while_it_is_fresh() throws Exception {
        assertThat(isFirst("submit", Duration.ZERO)).isTrue();
        assertThat(isFirst("submit", Duration.ofMillis(999))).isTrue();
        assertThat(isFirst("submit", Duration.ofSeconds(1))).isFalse();
    }

    @Test
    void what_another_worker_may_have_polled_is_not_the_first() throws Exception {
        assertThat(isFirst("submit", Duration.ZERO, false)).isFalse();
    }

    @Test
    void whoever_wakes_a_task_again_is_not_the_first() throws Exception {
        assertThat(isFirst("reap", Duration.ZERO)).isFalse();
        assertThat(isFirst("retry", Duration.ZERO)).isFalse();
    }

    @Test
    void what_is_no_command_is_dropped() {
        assertThat(new Commands(json, Clock.systemUTC()).read(record(new byte[] {'{'}), true))
                .isEmpty();
    }
}
