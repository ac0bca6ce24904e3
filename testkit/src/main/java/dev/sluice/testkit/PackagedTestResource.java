package dev.sluice.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What the launcher sets for a service that is started as it is packaged, on a JVM or as a native executable: the
 * internal secret that tests know, and an empty data folder. Each argument is one more setting.
 */
public final class PackagedTestResource implements QuarkusTestResourceLifecycleManager {

    /** The secret that services prove themselves to each other with. */
    public static final String SECRET = "test-internal-secret";

    private Map<String, String> more = Map.of();

    @Override
    public void init(Map<String, String> arguments) {
        more = Map.copyOf(arguments);
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("sluice.internal.secret", SECRET);
        try {
            settings.put(
                    "sluice.data.dir",
                    Files.createTempDirectory(Files.createDirectories(Path.of("target")), "packaged-")
                            .toAbsolutePath()
                            .toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    @Override
    public void stop() {
        // Nothing was started; the folder goes with target.
    }
}
