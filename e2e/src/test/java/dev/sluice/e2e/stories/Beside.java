package dev.sluice.e2e.stories;

import dev.sluice.local.build.Home;
import dev.sluice.local.process.Child;
import dev.sluice.local.process.Probe;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A packaged service as a process of its own beside a suite. */
final class Beside {

    private Beside() {}

    /**
     * How it is started.
     *
     * @param jar what is run
     * @param settings its environment but for port and folder
     * @param folder for its data and its log
     * @param stopOrder the lower, the sooner it is stopped
     */
    static Child child(String name, Path jar, Map<String, String> settings, Path folder, int port, int stopOrder) {
        Map<String, String> env = new HashMap<>(settings);
        env.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        env.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        env.put("SLUICE_DATA_DIR", folder.resolve("data").toString());
        return new Child(
                name,
                List.of(
                        Home.java().toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx384m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-jar",
                        jar.toAbsolutePath().toString()),
                env,
                folder.resolve("work"),
                folder.resolve("tmp"),
                folder.resolve("log"),
                port,
                Probe.http(port, "/health/ready"),
                stopOrder);
    }
}
