package dev.sluice.worker.lanes;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.tasks.TaskCommand;
import dev.sluice.worker.ledger.TaskTopics;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads commands. */
final class Commands {

    private final ObjectMapper json;

    Commands(ObjectMapper json) {
        this.json = json;
    }

    /** The command in a record; empty, with a word in the log, when it holds none. */
    Optional<Wakeup> read(ConsumerRecord<String, byte[]> record) {
        var where = new TopicPartition(record.topic(), record.partition());
        try {
            TaskCommand command = json.readValue(record.value(), TaskCommand.class);
            return Optional.of(new Wakeup(
                    command.taskId(),
                    command.tenant(),
                    command.type() == null ? "" : command.type(),
                    Math.max(FairQueue.LEAST, command.tokens() == null ? FairQueue.QUANTUM : command.tokens()),
                    Instant.ofEpochMilli(record.timestamp()),
                    TaskTopics.lane(record.topic()),
                    where,
                    record.offset()));
        } catch (IOException | IllegalArgumentException e) {
            Log.warnf("a command at %s/%d cannot be read; dropped", where, record.offset());
            return Optional.empty();
        }
    }
}
