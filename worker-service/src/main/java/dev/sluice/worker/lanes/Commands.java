package dev.sluice.worker.lanes;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.tasks.TaskCommand;
import dev.sluice.worker.ledger.TaskTopics;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads commands. */
final class Commands {

    /** Who holds a partition no more and has not heard of it yet has nothing that is newer than this. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final ObjectMapper json;
    private final Clock clock;

    Commands(ObjectMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /**
     * The command in a record; empty, with a word in the log, when it holds none.
     *
     * @param unseen whether no other worker can have polled it before
     */
    Optional<Wakeup> read(ConsumerRecord<String, byte[]> record, boolean unseen) {
        var where = new TopicPartition(record.topic(), record.partition());
        try {
            TaskCommand command = json.readValue(record.value(), TaskCommand.class);
            Instant since = Instant.ofEpochMilli(record.timestamp());
            boolean atOnce = clock.instant().isBefore(since.plus(FRESH));
            return Optional.of(new Wakeup(
                    command.taskId(),
                    command.tenant(),
                    command.type() == null ? "" : command.type(),
                    Math.max(FairQueue.LEAST, command.tokens() == null ? FairQueue.QUANTUM : command.tokens()),
                    since,
                    TaskTopics.lane(record.topic()),
                    where,
                    record.offset(),
                    unseen && atOnce && "submit".equals(command.cause())));
        } catch (IOException | IllegalArgumentException e) {
            Log.warnf("a command at %s/%d cannot be read; dropped", where, record.offset());
            return Optional.empty();
        }
    }
}
