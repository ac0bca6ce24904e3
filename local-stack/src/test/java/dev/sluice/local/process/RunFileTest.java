package dev.sluice.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.local.text.Complaint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {

    private static final ProcessId SELF = ProcessId.of(ProcessHandle.current());

    @TempDir
    Path tmp;

    private Running running(ProcessId id) {
        return new Running("worker-service", id, 8083, tmp.resolve("w.log"), Probe.http(8083, "/health/ready"), 1);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        RunFile run = new RunFile(
                Optional.of(SELF), "port=0", "http://127.0.0.1:1", "http://127.0.0.1:2", List.of(running(SELF)));

        run.write(tmp.resolve("run.json"));

        assertThat(RunFile.read(tmp.resolve("run.json"))).contains(run);
        assertThat(run.alive()).hasSize(1);
        assertThat(run.aliveSupervisor()).isPresent();
    }

    @Test
    void noFileMeansNothingRunsAndABrokenOneIsAComplaint() throws IOException {
        assertThat(RunFile.read(tmp.resolve("none.json"))).isEmpty();
        for (String broken : List.of("", "{", "{\"children\":[{\"name\":\"x\"}]}")) {
            Path file = Files.writeString(tmp.resolve("run.json"), broken);
            assertThatThrownBy(() -> RunFile.read(file))
                    .isInstanceOf(Complaint.class)
                    .hasMessageContaining("cannot be read");
        }
    }

    @Test
    void aStrangerWhoGotThePidLaterIsNotTheProcess() {
        ProcessId before = new ProcessId(SELF.pid(), SELF.startedAt().minusSeconds(3));
        ProcessId unknown = new ProcessId(SELF.pid(), Instant.EPOCH);

        assertThat(SELF.alive()).isPresent();
        assertThat(before.alive()).isEmpty();
        assertThat(unknown.alive()).isEmpty();
        assertThat(running(before).isAlive()).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatHasEndedButWasNotReapedIsNotAlive() throws IOException {
        // A shell that becomes a sleep never asks how its child ended.
        Process parent = new ProcessBuilder("/bin/sh", "-c", "sleep 0.2 & echo $!; exec sleep 30").start();
        try {
            long child = Long.parseLong(parent.inputReader().readLine());
            ProcessId id = ProcessId.of(ProcessHandle.of(child).orElseThrow());

            await().until(() -> id.alive().isEmpty());

            assertThat(ProcessHandle.of(child)).isPresent();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void aProcessIsStartedAgainThreeTimesAMinuteAndNotAFourth() {
        RestartPolicy policy = new RestartPolicy();
        Instant noon = Instant.parse("2026-01-01T12:00:00Z");

        assertThat(policy.again("kafka", noon)).isTrue();
        assertThat(policy.again("kafka", noon.plusSeconds(1))).isTrue();
        assertThat(policy.again("kafka", noon.plusSeconds(2))).isTrue();
        assertThat(policy.again("kafka", noon.plusSeconds(60))).isFalse();
        assertThat(policy.again("worker-service", noon.plusSeconds(60))).isTrue();
        assertThat(policy.again("kafka", noon.plusSeconds(121))).isTrue();
    }
}
