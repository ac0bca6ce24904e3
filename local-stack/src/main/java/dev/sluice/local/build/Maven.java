package dev.sluice.local.build;

import dev.sluice.local.process.LogTail;
import dev.sluice.local.text.Complaint;
import dev.sluice.local.text.Screen;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Runs the repository's Maven wrapper with its output in a log and its progress on the screen. */
public final class Maven {

    private static final int LINES_SHOWN = 15;
    private static final Duration TICK = Duration.ofMillis(250);

    private final Home home;
    private final Screen screen;
    private final Path log;

    /** Maven in a repository, its whole output going to the log. */
    public Maven(Home home, Screen screen, Path log) {
        this.home = home;
        this.screen = screen;
        this.log = log;
    }

    /** Builds what of these modules is missing or older than its sources; true when something was built. */
    public boolean buildStale(List<Part> modules) {
        List<Part> stale = Freshness.stale(home, modules);
        if (stale.isEmpty()) {
            return false;
        }
        List<String> names = stale.stream().flatMap(Part::together).distinct().toList();
        Instant began = Instant.now();
        screen.say("Building " + String.join(", ", names) + " (everything Maven says: " + log + ")");
        List<String> arguments = List.of("-B", "-Dquick", "-DskipTests", "package", "-pl", String.join(",", names));
        MavenOutput output = new MavenOutput();
        if (run(arguments, output, began) != 0) {
            throw failed(output);
        }
        Freshness.built(home, stale, began);
        screen.say("Built in " + Screen.elapsed(Duration.between(began, Instant.now())) + downloaded(output));
        return true;
    }

    /** Runs every test of the build, or what the extra arguments leave of it; Maven's exit code. */
    public int verify(List<String> extra) {
        List<String> arguments = new ArrayList<>(List.of("-B", "-ntp", "-Pci", "verify"));
        arguments.addAll(extra);
        Instant began = Instant.now();
        screen.say("Running ./mvnw " + String.join(" ", arguments) + " (everything Maven says: " + log + ")");
        MavenOutput output = new MavenOutput();
        int exit = run(arguments, output, began);
        output.errors().forEach(error -> screen.say("  " + error));
        String tests = output.tests();
        screen.say((exit == 0 ? "Passed" : "Failed") + " in " + Screen.elapsed(Duration.between(began, Instant.now()))
                + (tests.isEmpty() ? "" : ": " + tests));
        return exit;
    }

    private int run(List<String> arguments, MavenOutput output, Instant began) {
        List<String> command =
                new ArrayList<>(List.of(home.root().resolve("mvnw").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.root().toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().put("JAVA_HOME", Home.javaHome().toString());
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Process maven = builder.start();
            Thread.ofVirtual().start(() -> tick(maven, output, began));
            try (BufferedReader lines = maven.inputReader();
                    var full = Files.newBufferedWriter(log)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    full.write(line);
                    full.newLine();
                    show(line, output, began);
                }
            }
            return maven.waitFor();
        } catch (IOException e) {
            throw new Complaint(
                    "Maven could not be run: " + e.getMessage(), "Look whether ./mvnw is there and can be executed.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Maven ran", e);
        }
    }

    private void show(String line, MavenOutput output, Instant began) {
        output.accept(line)
                .filter(begun -> !screen.isTerminal())
                .ifPresent(begun -> screen.say("  " + begun.position() + progress(output, began)));
    }

    /** Moves the clock on the screen while Maven is silent; some of its steps take many seconds. */
    private void tick(Process maven, MavenOutput output, Instant began) {
        try {
            while (!maven.waitFor(TICK)) {
                screen.update("  "
                        + output.current().map(MavenOutput.Step::position).orElse("Maven reads the build")
                        + progress(output, began));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Complaint failed(MavenOutput output) {
        List<String> errors = output.errors();
        String end = String.join(
                "\n",
                (errors.isEmpty() ? lastLines() : errors)
                        .stream().map(line -> "  | " + line).toList());
        boolean network = errors.stream().anyMatch(Maven::isAboutTheNetwork);
        return new Complaint(
                "The build failed.\n" + end,
                network
                        ? "Maven could not download what it needs. Look at the network or the proxy (~/.m2/settings.xml),"
                                + " then run it again; what was downloaded stays."
                        : "Mend what it says, then run it again. Everything Maven said is in " + log + ".");
    }

    private static boolean isAboutTheNetwork(String error) {
        return error.contains("Could not transfer")
                || error.contains("Unknown host")
                || error.contains("Connect to ")
                || error.contains("Could not find artifact");
    }

    private List<String> lastLines() {
        return LogTail.last(log, LINES_SHOWN);
    }

    private static String progress(MavenOutput output, Instant began) {
        return downloaded(output) + (output.tests().isEmpty() ? "" : ", " + output.tests()) + ", "
                + Screen.elapsed(Duration.between(began, Instant.now()));
    }

    private static String downloaded(MavenOutput output) {
        return output.downloads() == 0 ? "" : ", " + output.downloads() + " files downloaded";
    }
}
