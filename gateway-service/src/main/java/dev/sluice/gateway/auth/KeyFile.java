package dev.sluice.gateway.auth;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.kit.config.DataConfig;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The snapshot of the key ring on disk, so that a replica can serve when it starts while Kafka is away. */
@Singleton
class KeyFile {

    private static final TypeReference<List<KeyRecord>> RECORDS = new TypeReference<>() {};

    private final Path file;
    private final ObjectMapper json;

    KeyFile(DataConfig data, ObjectMapper json) {
        this.file = data.dir().resolve("keys.json");
        this.json = json;
    }

    /** Nothing if there is no file, or one that cannot be read. */
    Optional<Map<String, KeyRecord>> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<KeyRecord> records = json.readValue(file.toFile(), RECORDS);
            return Optional.of(records.stream().collect(Collectors.toMap(KeyRecord::id, Function.identity())));
        } catch (IOException e) {
            Log.warnf("the key snapshot %s cannot be read and is left out: %s", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** Replaces the file as a whole; a failure is logged, since the topic is the truth. */
    void write(Map<String, KeyRecord> keys) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path half = file.resolveSibling("keys.json.new");
            json.writeValue(half.toFile(), List.copyOf(keys.values()));
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Log.warnf("the key snapshot %s cannot be written: %s. Check sluice.data.dir.", file, e.getMessage());
        }
    }
}
