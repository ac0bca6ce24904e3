package dev.sluice.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The writing process is killed with -9 again and again: rows and offsets stay together. */
class KilledWriterTest {

    private static final long TOTAL = 12_000;
    private static final int KILLS = 4;

    @TempDir
    Path folder;

    @Test
    void rowsAndOffsetAgreeAfterEachKillAndNothingIsLostOrDoubled() throws Exception {
        for (int kill = 1; kill <= KILLS; kill++) {
            // When
            killAfter(kill * 2L + 1);

            // Then
            assertEachEventOnce(committed());
        }
        // When
        Process last = writer();
        last.getInputStream().readAllBytes();

        // Then
        assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(committed()).isEqualTo(TOTAL);
        assertEachEventOnce(TOTAL);
    }

    private long committed() {
        DuckStore store = StoreFixture.store(folder);
        try {
            return store.offsets().getOrDefault(StoreFixture.PARTITION, 0L);
        } finally {
            store.close();
        }
    }

    private void assertEachEventOnce(long produced) {
        DuckStore store = StoreFixture.store(folder);
        try {
            assertThat(StoreFixture.number(store, "SELECT count(*) FROM events"))
                    .isEqualTo(produced);
            assertThat(StoreFixture.number(store, "SELECT count(DISTINCT event_id) FROM events"))
                    .isEqualTo(produced);
            assertThat(StoreFixture.number(store, "SELECT coalesce(sum(cost_nano), 0) FROM events"))
                    .isEqualTo(produced * (produced - 1) / 2);
        } finally {
            store.close();
        }
    }

    /** Kills the writer while it is at the batch after the given number of commits. */
    private void killAfter(long commits) throws IOException, InterruptedException {
        Process process = writer();
        try (BufferedReader said = process.inputReader()) {
            for (long i = 0; i < commits && said.readLine() != null; i++) {
                // Each line is a commit.
            }
            TimeUnit.MILLISECONDS.sleep(commits % 5);
            process.destroyForcibly().waitFor();
        }
    }

    private Process writer() throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                CrashingWriter.class.getName(),
                folder.toString(),
                Long.toString(TOTAL));
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Map<String, String> environment = builder.environment();
        environment.remove("JAVA_TOOL_OPTIONS");
        return builder.start();
    }
}
