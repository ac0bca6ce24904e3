package dev.sluice.gateway.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plays the control topic: the last value of each key stands, a key without one is gone. Used by one thread. */
final class RecordLog {

    private final ObjectMapper json;
    private final Map<String, Map<String, byte[]>> byKind = new HashMap<>();

    RecordLog(ObjectMapper json) {
        this.json = json;
    }

    /** One record; what is no {@code kind/id} with a JSON object is left out with a warning. */
    void play(@Nullable String key, byte @Nullable [] value) {
        int slash = key == null ? -1 : key.indexOf('/');
        if (key == null || slash <= 0 || slash == key.length() - 1) {
            Log.warnf("a control record whose key is not kind/id is left out");
            return;
        }
        String id = key.substring(slash + 1);
        Map<String, byte[]> kind = byKind.computeIfAbsent(key.substring(0, slash), name -> new HashMap<>());
        if (value == null) {
            kind.remove(id);
        } else if (isObject(value)) {
            kind.put(id, value);
        } else {
            Log.warnf("the control record %s is no JSON object and is left out", key);
        }
    }

    Records records() {
        return new Records(byKind);
    }

    private boolean isObject(byte[] value) {
        try {
            return json.readTree(value).isObject();
        } catch (IOException e) {
            return false;
        }
    }
}
