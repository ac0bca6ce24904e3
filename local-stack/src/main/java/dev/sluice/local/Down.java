package dev.sluice.local;

import dev.sluice.local.process.RunFile;
import dev.sluice.local.process.Shutdown;
import dev.sluice.local.text.Complaint;
import dev.sluice.local.text.Screen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code ./sluice down}: asks the launcher that watches to stop its processes, or stops them itself when none watches
 * or it does not manage to.
 */
final class Down {

    private static final Duration SUPERVISOR_MAY_TAKE = Duration.ofSeconds(40);
    private static final Duration GRACE_OF_A_STAGE = Duration.ofSeconds(10);

    private final Screen screen;

    Down(Screen screen) {
        this.screen = screen;
    }

    void run(Place place) {
        Instant began = Instant.now();
        Optional<RunFile> file = RunFile.read(place.data().runFile());
        Optional<ProcessHandle> supervisor = file.flatMap(RunFile::aliveSupervisor);
        if (supervisor.isEmpty() && file.map(RunFile::alive).orElse(List.of()).isEmpty()) {
            place.data().forgetRun();
            throw new Complaint(
                    "Nothing is running with the data directory "
                            + Place.shown(place.data().root()) + ".",
                    "If it was started with --data DIR, name the same DIR here.");
        }
        supervisor.ifPresent(this::end);
        // A launcher in the middle of starting may have started more since the file was read.
        RunFile run = RunFile.read(place.data().runFile()).or(() -> file).orElseThrow();
        List<String> killed = Shutdown.stop(run.alive(), GRACE_OF_A_STAGE);
        if (!killed.isEmpty()) {
            screen.say("Did not end when asked and was killed: " + String.join(", ", killed));
        }
        place.data().forgetRun();
        screen.say("Stopped in " + Screen.elapsed(Duration.between(began, Instant.now())) + "; the data stays in "
                + Place.shown(place.data().root()));
    }

    private void end(ProcessHandle supervisor) {
        supervisor.destroy();
        try {
            supervisor.onExit().get(SUPERVISOR_MAY_TAKE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException hangs) {
            supervisor.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
