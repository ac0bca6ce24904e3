package dev.sluice.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.local.text.Complaint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(10);

    @TempDir
    Path tmp;

    private final List<Suite> suites = new ArrayList<>();

    @AfterEach
    void nothingStays() {
        suites.forEach(suite -> suite.stop(Duration.ofMillis(1)));
    }

    private Suite suite(Child... children) {
        Suite suite = new Suite(Arrays.asList(children));
        suites.add(suite);
        return suite;
    }

    private Child fake(String name, int stopOrder, String mode) throws IOException {
        try (FreePorts free = new FreePorts()) {
            int port = free.any();
            Map<String, String> env = new HashMap<>();
            env.put("FAKE_MODE", mode);
            env.put("FAKE_JOURNAL", tmp.resolve("journal").toString());
            return new Child(
                    name,
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            Path.of("target/test-classes").toAbsolutePath().toString(),
                            FakeService.class.getName(),
                            Integer.toString(port)),
                    env,
                    tmp.resolve(name),
                    tmp.resolve("tmp-" + name),
                    tmp.resolve(name + ".log"),
                    port,
                    Probe.http(port, "/health/ready"),
                    stopOrder);
        }
    }

    private List<String> journal() throws IOException {
        return Files.readAllLines(tmp.resolve("journal"));
    }

    @Test
    void allBecomeReadyAndStopInOrder() throws IOException {
        Suite suite = suite(fake("broker", 2, ""), fake("helper", 1, ""), fake("gateway", 0, ""));
        List<String> ready = new ArrayList<>();
        suite.startMissing();
        suite.awaitReady(suite.processes(), SOON, one -> ready.add(one.name()));

        List<String> killed = suite.stop(GRACE);

        assertThat(ready).containsExactlyInAnyOrder("broker", "helper", "gateway");
        assertThat(killed).isEmpty();
        assertThat(journal()).containsExactly("gateway", "helper", "broker");
        assertThat(suite.processes()).noneMatch(Running::isAlive);
    }

    @Test
    void aChildThatDiesAtStartIsReportedWithItsExitCodeAndLog() throws IOException {
        Suite suite = suite(fake("unlucky", 0, "die"));
        suite.startMissing();

        assertThatThrownBy(() -> suite.awaitReady(suite.processes(), SOON, one -> {}))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("unlucky ended with exit code 7")
                .hasMessageContaining("there is no luck today");
    }

    @Test
    void aChildThatIsNotReadyInTimeIsReportedWithItsLog() throws IOException {
        Suite suite = suite(fake("slow", 0, "late"));
        suite.startMissing();

        assertThatThrownBy(() -> suite.awaitReady(suite.processes(), Duration.ofSeconds(2), one -> {}))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("slow was not ready after 2 s")
                .hasMessageContaining("answered 503: {}")
                .hasMessageContaining("slow begins");
    }

    @Test
    void oneThatDoesNotEndWhenAskedIsKilled() throws IOException {
        Suite suite = suite(fake("stubborn", 0, "deaf"));
        suite.startMissing();
        suite.awaitReady(suite.processes(), SOON, one -> {});

        List<String> killed = suite.stop(Duration.ofMillis(300));

        assertThat(killed).containsExactly("stubborn");
        assertThat(suite.process("stubborn").isAlive()).isFalse();
    }

    @Test
    void oneThatWasKilledIsMissedAndStartsAgainOnTheSamePort() throws IOException {
        Suite suite = suite(fake("worker", 1, ""), fake("other", 1, ""));
        suite.startMissing();
        suite.awaitReady(suite.processes(), SOON, one -> {});
        Running other = suite.process("other");
        suite.kill9("worker");
        assertThat(suite.dead()).extracting(Running::name).containsExactly("worker");
        assertThat(suite.obituary(suite.dead().getFirst())).contains("exit code 137");

        suite.startMissing();
        suite.awaitReady(suite.processes(), SOON, one -> {});

        assertThat(suite.dead()).isEmpty();
        assertThat(suite.process("other")).isEqualTo(other);
        assertThat(Files.readString(tmp.resolve("worker.log.1"))).contains("worker begins");
    }

    @Test
    void whatStillRunsIsTakenOverAndNotStartedAgain() throws IOException {
        Child child = fake("worker", 1, "");
        Suite first = suite(child);
        first.startMissing();
        first.awaitReady(first.processes(), SOON, one -> {});
        Suite second = suite(child);
        second.adopt(first.process("worker"));

        second.startMissing();

        assertThat(second.process("worker")).isEqualTo(first.process("worker"));
        assertThat(second.stop(GRACE)).isEmpty();
        assertThat(first.process("worker").isAlive()).isFalse();
    }

    @Test
    void aStrangerWithTheSamePidIsLeftAlone() throws IOException {
        Suite suite = suite(fake("worker", 1, ""));
        suite.startMissing();
        Running worker = suite.process("worker");
        ProcessId earlier =
                new ProcessId(worker.id().pid(), worker.id().startedAt().minusSeconds(60));
        Running stranger = new Running("old", earlier, 1, worker.log(), worker.probe(), 0);

        Shutdown.stop(List.of(stranger), Duration.ofMillis(200));

        assertThat(worker.isAlive()).isTrue();
    }

    @Test
    void whatIsLeftInTheTemporaryFolderIsGoneAfterAStart() throws IOException {
        Child child = fake("worker", 1, "");
        Files.createDirectories(child.tmp().resolve("native"));
        Files.writeString(child.tmp().resolve("native/left.so"), "left by a kill -9");
        Suite suite = suite(child);

        suite.startMissing();

        assertThat(child.tmp()).isEmptyDirectory();
    }

    @Test
    void childrenAreDeafToCtrlC() throws Exception {
        Suite suite = suite(fake("worker", 1, ""));
        suite.startMissing();
        suite.awaitReady(suite.processes(), SOON, one -> {});
        long pid = suite.process("worker").id().pid();

        int sent =
                new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor();

        assertThat(sent).isZero();
        Instant begun = Instant.now();
        await().until(() -> Duration.between(begun, Instant.now()).toMillis() > 500
                && suite.process("worker").isAlive());
        assertThat(Memory.resident(pid).orElse(0)).isGreaterThan(1 << 20);
    }
}
