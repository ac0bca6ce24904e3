package dev.sluice.gateway.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.kit.ids.Ids;
import dev.sluice.kit.problem.Refusal;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The one way to change the control plane: the audit record goes first, so that no change holds without one. Blocks. */
@Singleton
public class Changes {

    private static final Logger AUDIT = Logger.getLogger("sluice.audit");

    /** Records of one kind: each replica holds them in memory. */
    private static final int MOST = 100_000;

    private final ControlWriter writer;
    private final ControlState state;
    private final Audit audit;
    private final ObjectMapper json;
    private final Clock clock = Clock.systemUTC();

    Changes(ControlWriter writer, ControlState state, Audit audit, ObjectMapper json) {
        this.writer = writer;
        this.state = state;
        this.audit = audit;
        this.json = json;
    }

    /**
     * What somebody does to a record.
     *
     * @param actor who
     * @param action what, such as {@code key.create}
     * @param kind the record's kind
     * @param id the record's id
     * @param before what people may see of the record before; absent if it is new
     * @param after what people may see of it after; absent if it is gone
     */
    public record Deed(
            String actor,
            String action,
            String kind,
            String id,
            @Nullable JsonNode before,
            @Nullable JsonNode after) {}

    /**
     * Stores a change; it is acknowledged by Kafka and in force on this replica when this returns.
     *
     * @param value the record; null removes it
     * @throws Refusal 503 if Kafka is away; 409 if there are too many records of the kind
     */
    public void make(Deed deed, byte @Nullable [] value) {
        if (value != null && deed.before() == null && state.all(deed.kind()).size() >= MOST) {
            throw new Refusal(
                    409,
                    "too_many_records",
                    "Conflict",
                    "There are %d records of kind %s already. Remove some that are not needed any more."
                            .formatted(MOST, deed.kind()));
        }
        String target = deed.kind() + "/" + deed.id();
        var entry = new AuditEntry(
                Ids.next(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                deed.actor(),
                deed.action(),
                target,
                deed.before(),
                deed.after());
        List<ProducerRecord<String, byte[]>> changes = new ArrayList<>();
        changes.add(ControlWriter.change(Audit.KIND, entry.id(), bytes(entry)));
        audit.surplus().forEach(oldest -> changes.add(ControlWriter.change(Audit.KIND, oldest, null)));
        changes.add(ControlWriter.change(deed.kind(), deed.id(), value));
        writer.write(changes);
        AUDIT.infof("actor=%s action=%s target=%s", deed.actor(), deed.action(), target);
    }

    private byte[] bytes(AuditEntry entry) {
        try {
            return json.writeValueAsBytes(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an audit record cannot be written as JSON", e);
        }
    }
}
