package dev.sluice.local;

import dev.sluice.local.build.Freshness;
import dev.sluice.local.build.Home;
import dev.sluice.local.build.Maven;
import dev.sluice.local.build.Part;
import dev.sluice.local.data.Lock;
import dev.sluice.local.process.FreePorts;
import dev.sluice.local.process.ProcessId;
import dev.sluice.local.process.RunFile;
import dev.sluice.local.process.Running;
import dev.sluice.local.process.Shutdown;
import dev.sluice.local.text.Complaint;
import dev.sluice.local.text.Screen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code ./sluice up}: builds what is stale, starts what does not run, and stays to watch it (or leaves it to itself).
 * What an earlier launcher left running is taken over when it was started with the same settings and nothing had to be
 * built, and stopped first otherwise.
 */
final class Up {

    private static final Duration GRACE_OF_A_STAGE = Duration.ofSeconds(10);

    private final Screen screen;

    Up(Screen screen) {
        this.screen = screen;
    }

    static Arguments arguments(List<String> words) {
        Arguments arguments = Arguments.parse(
                "up", words, Set.of("--data", "--port", "--host", "--config"), Set.of("-d", "--detach"));
        if (!arguments.rest().isEmpty()) {
            throw new Complaint(
                    "./sluice up takes no " + arguments.rest().getFirst() + ".",
                    "It starts everything; see ./sluice help.");
        }
        return arguments;
    }

    void run(Arguments arguments) {
        Place place = Place.of(arguments);
        boolean detach = !arguments.flags().isEmpty();
        place.data().prepare();
        String settings = settings(arguments, place);
        Optional<RunFile> earlier = RunFile.read(place.data().runFile());
        refuseSecond(place, earlier);
        try (Lock lock = Lock.of(place.data())) {
            Maven maven = new Maven(place.home(), screen, place.data().logs().resolve("build.log"));
            Optional<RunFile> survivors = survivors(earlier, settings, maven, arguments);
            LocalStack stack = start(arguments, place, survivors, settings);
            if (detach) {
                remember(place, stack, Optional.empty(), settings);
                System.out.flush();
                Runtime.getRuntime().halt(0); // the hook that stops the children must not run
            }
            screen.say("Ctrl-C stops everything.");
            new Watch(screen, stack, () -> remember(place, stack, Optional.of(self()), settings)).untilStopped();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuseSecond(Place place, Optional<RunFile> earlier) {
        earlier.filter(run -> run.aliveSupervisor().isPresent()
                        || run.alive().size() == run.children().size())
                .filter(run -> !run.children().isEmpty())
                .ifPresent(run -> {
                    throw new Complaint(
                            "Sluice runs already with the data directory "
                                    + Place.shown(place.data().root()) + ": " + run.baseUrl() + "/v1",
                            "See ./sluice status; stop it with ./sluice down; a second one needs --data DIR and --port N.");
                });
    }

    private Optional<RunFile> survivors(Optional<RunFile> earlier, String settings, Maven maven, Arguments arguments) {
        List<Running> alive = earlier.map(RunFile::alive).orElse(List.of());
        String names = String.join(", ", alive.stream().map(Running::name).toList());
        boolean same = earlier.filter(run -> run.settings().equals(settings)).isPresent();
        boolean current = Freshness.stale(Home.find(), Part.OF_THE_STACK).isEmpty();
        if (!alive.isEmpty() && same && current) {
            screen.say("Taking over what still runs from the last start: " + names);
            return earlier;
        }
        if (!alive.isEmpty()) {
            screen.say("Stopping what still runs from the last start: " + names);
            Shutdown.stop(alive, GRACE_OF_A_STAGE);
        }
        // A build takes minutes; a port that cannot be had is better told before it.
        Ports.requireFree(arguments.port("--port", 8080), new FreePorts()::isFree);
        maven.buildStale(Part.OF_THE_STACK);
        return Optional.empty();
    }

    private LocalStack start(Arguments arguments, Place place, Optional<RunFile> survivors, String settings) {
        Instant began = Instant.now();
        LocalStack.Builder builder = LocalStack.builder()
                .data(place.data().root())
                .port(arguments.port("--port", 8080))
                .host(arguments.value("--host").orElse("127.0.0.1"))
                .telling(screen::say);
        config(arguments, place).ifPresent(builder::config);
        survivors.ifPresent(builder::adopting);
        LocalStack stack = builder.create().stoppedAtExit(() -> {
            place.data().forgetRun();
            screen.say("Stopped; the data stays in " + Place.shown(place.data().root()));
        });
        try {
            stack.suite().startMissing();
            remember(place, stack, Optional.of(self()), settings);
            awaitReady(stack, began);
            stack.apiKey();
        } catch (RuntimeException failed) {
            stack.close();
            throw failed;
        }
        screen.say("");
        screen.say(new Welcome(stack, place).text(Duration.between(began, Instant.now())));
        return stack;
    }

    private void awaitReady(LocalStack stack, Instant began) {
        List<String> waiting = new ArrayList<>(
                stack.suite().processes().stream().map(Running::name).toList());
        screen.update("  starting " + String.join(", ", waiting));
        stack.start(ready -> {
            waiting.remove(ready.name());
            String elapsed = Screen.elapsed(Duration.between(began, Instant.now()));
            screen.say(String.format("  %-18s ready after %s", ready.name(), elapsed));
            screen.update("  starting " + String.join(", ", waiting));
        });
        screen.clear();
    }

    private static void remember(Place place, LocalStack stack, Optional<ProcessId> supervisor, String settings) {
        stack.runFile(supervisor, settings).write(place.data().runFile());
    }

    private static Optional<Path> config(Arguments arguments, Place place) {
        Optional<Path> named = arguments.value("--config").map(Path::of).map(Path::toAbsolutePath);
        named.filter(file -> !Files.isRegularFile(file)).ifPresent(file -> {
            throw new Complaint("The configuration " + file + " is not there.", "Look at what --config names.");
        });
        return named.or(() -> Stream.of(place.data().root(), place.home().root())
                .map(folder -> folder.resolve("sluice.yaml"))
                .filter(Files::isRegularFile)
                .findFirst());
    }

    private static String settings(Arguments arguments, Place place) {
        return "port=" + arguments.port("--port", 8080)
                + " host=" + arguments.value("--host").orElse("127.0.0.1")
                + " config=" + config(arguments, place).map(Path::toString).orElse("none");
    }

    private static ProcessId self() {
        return ProcessId.of(ProcessHandle.current());
    }
}
