package dev.sluice.gateway.control;

import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this replica knows of the control plane: the records of the topic over those of the control file, immutable and
 * behind one reference. A record of the topic hides the file's record with the same kind and id.
 */
@Singleton
public class ControlState {

    /** Where the records of the topic come from. */
    public enum Source {
        /** Nothing was read yet. */
        NOTHING,
        /** The snapshot of an earlier run; changes made since are not known. */
        SNAPSHOT,
        /** The topic, read to its end and followed. */
        TOPIC
    }

    private record View(Source source, Records topic, Records file, Records merged) {}

    private final List<ControlPart> parts;
    private volatile View view = new View(Source.NOTHING, Records.NONE, Records.NONE, Records.NONE);

    ControlState(@All List<ControlPart> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Where the records of the topic come from. */
    public Source source() {
        return view.source;
    }

    /** A record that is in force; null if there is none. */
    public byte @Nullable [] find(String kind, String id) {
        return view.merged.of(kind).get(id);
    }

    /** Whether a record stands in the topic, where it can be changed. */
    public boolean isFromTopic(String kind, String id) {
        return view.topic.of(kind).containsKey(id);
    }

    /** The records of a kind that are in force. */
    public Map<String, byte[]> all(String kind) {
        return view.merged.of(kind);
    }

    /** Takes over the snapshot of an earlier run, unless the topic was read meanwhile. */
    synchronized void restore(Records snapshot) {
        if (view.source == Source.NOTHING) {
            show(Source.SNAPSHOT, snapshot, view.file);
        }
    }

    /** Takes over what the topic holds. */
    synchronized void topic(Records topic) {
        show(Source.TOPIC, topic, view.file);
    }

    /** Takes over what the control file holds. */
    synchronized void file(Records file) {
        show(view.source, view.topic, file);
    }

    private void show(Source source, Records topic, Records file) {
        Records before = view.merged;
        Records merged = merge(topic, file);
        view = new View(source, topic, file, merged);
        for (ControlPart part : parts) {
            // Records that did not change are the same arrays, so this compares references.
            if (!before.of(part.kind()).equals(merged.of(part.kind()))) {
                tell(part, merged.of(part.kind()));
            }
        }
    }

    private static void tell(ControlPart part, Map<String, byte[]> records) {
        try {
            part.replace(records);
        } catch (RuntimeException e) {
            Log.errorf(e, "the records of kind %s cannot be taken over; those before stay", part.kind());
        }
    }

    private static Records merge(Records topic, Records file) {
        if (file.byKind().isEmpty()) {
            return topic;
        }
        Map<String, Map<String, byte[]>> merged = new HashMap<>();
        Set<String> kinds = new HashSet<>(topic.byKind().keySet());
        kinds.addAll(file.byKind().keySet());
        for (String kind : kinds) {
            Map<String, byte[]> both = new HashMap<>(file.of(kind));
            both.putAll(topic.of(kind));
            merged.put(kind, both);
        }
        return new Records(merged);
    }
}
