package dev.sluice.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.kit.config.DataConfig;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the topic held, on disk, so that a replica can serve when it starts while Kafka is away. All kinds but the audit
 * trail, which nobody needs to serve.
 */
@Singleton
class SnapshotFile {

    private final Path file;
    private final ObjectMapper json;
    private Records written = Records.NONE;

    SnapshotFile(DataConfig data, ObjectMapper json) {
        this.file = data.dir().resolve("control.json");
        this.json = json;
    }

    /** Nothing if there is no file, or one that cannot be read. */
    Optional<Records> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Map<String, Map<String, byte[]>> byKind = new HashMap<>();
            for (Map.Entry<String, JsonNode> kind : json.readTree(file.toFile()).properties()) {
                Map<String, byte[]> records = new HashMap<>();
                for (Map.Entry<String, JsonNode> one : kind.getValue().properties()) {
                    records.put(one.getKey(), json.writeValueAsBytes(one.getValue()));
                }
                byKind.put(kind.getKey(), records);
            }
            return Optional.of(new Records(byKind));
        } catch (IOException e) {
            Log.warnf("the control snapshot %s cannot be read and is left out: %s", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** Replaces the file as a whole; a failure is logged, since the topic is the truth. */
    synchronized void write(Records records) {
        Map<String, Map<String, byte[]>> kept = new HashMap<>(records.byKind());
        kept.remove(Audit.KIND);
        Records now = new Records(kept);
        if (now.equals(written)) {
            return;
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path half = file.resolveSibling("control.json.new");
            json.writeValue(half.toFile(), tree(now));
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            written = now;
        } catch (IOException e) {
            Log.warnf("the control snapshot %s cannot be written: %s. Check sluice.data.dir.", file, e.getMessage());
        }
    }

    private ObjectNode tree(Records records) throws IOException {
        ObjectNode tree = json.createObjectNode();
        for (Map.Entry<String, Map<String, byte[]>> kind : records.byKind().entrySet()) {
            ObjectNode of = tree.putObject(kind.getKey());
            for (Map.Entry<String, byte[]> one : kind.getValue().entrySet()) {
                of.set(one.getKey(), json.readTree(one.getValue()));
            }
        }
        return tree;
    }
}
