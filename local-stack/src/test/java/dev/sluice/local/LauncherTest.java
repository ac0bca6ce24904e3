package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.local.data.DataDir;
import dev.sluice.local.process.RunFile;
import dev.sluice.local.process.Running;
import dev.sluice.local.process.Shutdown;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a person uses it, in a process of its own, over fake services. */
class LauncherTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path tmp;

    private FakeHome home;
    private DataDir data;
    private final List<Process> launchers = new ArrayList<>();

    private record Said(int exit, String out, String err) {}

    @BeforeEach
    void aRepository() throws IOException {
        home = new FakeHome(tmp.resolve("home"));
        data = new DataDir(tmp.resolve("data"));
    }

    @AfterEach
    void nothingStays() {
        launchers.forEach(Process::destroyForcibly);
        RunFile.read(data.runFile()).ifPresent(run -> Shutdown.stop(run.alive(), Duration.ofSeconds(5)));
    }

    private Process launch(Map<String, String> env, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dsluice.home=" + home.root(),
                "-cp",
                "target/classes",
                Sluice.class.getName()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(tmp.resolve("out").toFile())
                .redirectError(tmp.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        builder.environment().put("FAKE_JOURNAL", tmp.resolve("journal").toString());
        builder.environment().putAll(env);
        Process process = builder.start();
        launchers.add(process);
        return process;
    }

    private Said sluice(Map<String, String> env, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", data.root().toString()));
        Process process = launch(env, all.toArray(String[]::new));
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Said(
                process.exitValue(), Files.readString(tmp.resolve("out")), Files.readString(tmp.resolve("err")));
    }

    private Said sluice(String... words) throws Exception {
        return sluice(Map.of(), words);
    }

    private RunFile running() {
        return RunFile.read(data.runFile()).orElseThrow();
    }

    private Running child(String name) {
        return running().children().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Process foreground() throws IOException {
        Process up = launch(Map.of(), "up", "--port", "0", "--data", data.root().toString());
        await().atMost(SOON).until(() -> Files.readString(tmp.resolve("out")).contains("Ctrl-C stops"));
        return up;
    }

    private void signal(String signal, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void aDetachedStackIsReadyTellsHowItIsAndStopsInOrder() throws Exception {
        Said up = sluice("up", "-d", "--port", "0");
        Said status = sluice("status");
        Said env = sluice("env");
        Said second = sluice("up", "-d", "--port", "0");
        Said logs = sluice("logs", "worker");
        Said down = sluice("down");
        Said after = sluice("status");

        assertThat(up.err()).isEmpty();
        assertThat(up.exit()).isZero();
        assertThat(up.out()).contains("Sluice is ready", "/v1/chat/completions", "x-cache", "/background/task");
        assertThat(up.out()).doesNotContain("sk-sl-1-abc");
        assertThat(status.exit()).isZero();
        assertThat(status.out()).contains("gateway-service", "kafka", "ready", "MiB", "by nobody");
        assertThat(env.out())
                .contains("export OPENAI_API_KEY=sk-sl-1-abc\n")
                .containsPattern("export OPENAI_BASE_URL=http://127.0.0.1:\\d+/v1\n")
                .containsPattern("export SLUICE_ADMIN_KEY=\\w{43}\n")
                .containsPattern("export SLUICE_ADMIN_URL=http://127.0.0.1:\\d+\n");
        assertThat(second.exit()).isEqualTo(1);
        assertThat(second.err()).contains("Sluice runs already", "./sluice down");
        assertThat(logs.out()).contains("worker-service begins");
        assertThat(down.out()).contains("Stopped in").doesNotContain("killed");
        List<String> journal = Files.readAllLines(tmp.resolve("journal"));
        assertThat(journal).hasSize(6).startsWith("gateway-service").endsWith("kafka");
        assertThat(after.exit()).isEqualTo(1);
        assertThat(after.err()).contains("Nothing is running", "./sluice up");
    }

    @Test
    void whereNothingRunsDownAndEnvAndDemoSaySo() throws Exception {
        for (String command : List.of("down", "env", "demo", "status")) {
            Said said = sluice(command);

            assertThat(said.exit()).as(command).isEqualTo(1);
            assertThat(said.err()).as(command).contains("Nothing is running").doesNotContain("\tat ");
        }
    }

    @Test
    void aKilledServiceIsShownAndTheNextUpStartsOnlyThatOne() throws Exception {
        sluice("up", "-d", "--port", "0");
        Running gateway = child("gateway-service");
        Running worker = child("worker-service");
        worker.id().alive().orElseThrow().destroyForcibly();
        await().atMost(SOON).until(() -> !worker.isAlive());
        Said status = sluice("status");

        Said up = sluice("up", "-d", "--port", "0");

        assertThat(status.exit()).isEqualTo(1);
        assertThat(status.out()).contains("ended", "./sluice logs worker-service");
        assertThat(up.out()).contains("Taking over what still runs");
        assertThat(child("gateway-service")).isEqualTo(gateway);
        assertThat(child("worker-service").port()).isEqualTo(worker.port());
        assertThat(child("worker-service").isAlive()).isTrue();
    }

    @Test
    void ctrlCStopsAllInOrder() throws Exception {
        Process up = foreground();

        signal("-INT", up);

        assertThat(up.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readAllLines(tmp.resolve("journal")))
                .hasSize(6)
                .startsWith("gateway-service")
                .endsWith("kafka");
        assertThat(data.runFile()).doesNotExist();
        assertThat(Files.readString(tmp.resolve("out"))).contains("Stopped; the data stays");
    }

    @Test
    void downStopsWhatAnotherShellWatches() throws Exception {
        Process up = foreground();
        RunFile run = running();

        Said down = sluice("down");

        assertThat(down.exit()).isZero();
        assertThat(up.isAlive()).isFalse();
        assertThat(run.alive()).isEmpty();
    }

    @Test
    void theWatchReportsAChildThatDiesAndStartsItAgain() throws Exception {
        foreground();
        Running worker = child("worker-service");

        worker.id().alive().orElseThrow().destroyForcibly();

        await().atMost(SOON)
                .until(() -> !child("worker-service").id().equals(worker.id())
                        && child("worker-service").probe().isReady());
        assertThat(Files.readString(tmp.resolve("out")))
                .contains("worker-service ended with exit code 137")
                .contains("| worker-service begins")
                .contains("Starting worker-service again");
    }

    @Test
    void whatALauncherLeftBehindWhenItWasKilledIsTakenOver() throws Exception {
        Process up = foreground();
        List<Running> before = running().children();
        up.destroyForcibly().waitFor();
        assertThat(before).allMatch(Running::isAlive);

        Said down = sluice("down");

        assertThat(down.exit()).isZero();
        assertThat(before).noneMatch(Running::isAlive);
    }

    @Test
    void aChildThatDiesAtStartEndsTheStartWithItsLogAndLeavesNothing() throws Exception {
        Said up = sluice(Map.of("FAKE_MODE", "die"), "up", "-d", "--port", "0");

        assertThat(up.exit()).isEqualTo(1);
        assertThat(up.err()).contains("ended with exit code 7", "there is no luck today", "./sluice up again");
        assertThat(data.runFile()).doesNotExist();
    }

    @Test
    void aPortInUseIsToldBeforeAnythingIsBuilt() throws Exception {
        Files.delete(home.gatewayJar());
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Said up = sluice("up", "--port", Integer.toString(taken.getLocalPort()));

            assertThat(up.exit()).isEqualTo(1);
            assertThat(up.err()).contains("Port " + taken.getLocalPort() + " is in use by java (pid ", "--port ");
        }
    }

    @Test
    void aBuildThatFailsShowsItsErrorsAndTheLog() throws Exception {
        Files.delete(home.gatewayJar());
        home.maven(
                "echo '[INFO] Building Sluice: gateway 1.2.3  [4/4]'; echo '[ERROR] A.java:[1,2] no symbol'; exit 1");

        Said up = sluice("up", "--port", "0");

        assertThat(up.exit()).isEqualTo(1);
        assertThat(up.out()).contains("Building contracts, service-kit, testkit, gateway-service", "module 4 of 4");
        assertThat(up.err()).contains("The build failed", "| A.java:[1,2] no symbol", "build.log");
    }

    @Test
    void whatIsMissingIsBuiltOnceAndThenStarted() throws Exception {
        Path built = tmp.resolve("built.jar");
        Files.move(home.gatewayJar(), built);
        home.maven("echo '[INFO] Downloaded from central: x'; cp " + built + " " + home.gatewayJar());

        Said first = sluice("up", "-d", "--port", "0");
        sluice("down");
        Said second = sluice("up", "-d", "--port", "0");

        assertThat(first.err()).isEmpty();
        assertThat(first.out()).contains("Built in", "1 files downloaded", "Sluice is ready");
        assertThat(second.out()).contains("Sluice is ready").doesNotContain("Building");
    }

    @Test
    void anUnknownCommandIsAnsweredWithTheList() throws Exception {
        Process process = launch(Map.of(), "strat");

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(Files.readString(tmp.resolve("err"))).contains("There is no command strat", "./sluice up");
    }
}
