package dev.sluice.local;

import dev.sluice.local.build.Home;
import dev.sluice.local.build.Maven;
import dev.sluice.local.build.Part;
import dev.sluice.local.demo.Demo;
import dev.sluice.local.doctor.Doctor;
import dev.sluice.local.doctor.Finding;
import dev.sluice.local.doctor.Patient;
import dev.sluice.local.process.RunFile;
import dev.sluice.local.text.Complaint;
import dev.sluice.local.text.Screen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The command {@code ./sluice}: reads what was typed and does it. */
public final class Sluice {

    private static final Set<String> DATA = Set.of("--data");
    private static final String HELP = """
            ./sluice up [-d] [--data DIR] [--port N] [--host ADDRESS] [--config FILE]
                                 builds what is missing, starts the broker and the five services and watches them;
                                 -d leaves them running in the background; --port 0 means free ports
            ./sluice down        stops them
            ./sluice status      tells what runs, on which port, since when, with how much memory
            ./sluice logs [SERVICE] [-f]
                                 shows the end of the logs; -f goes on as they grow
            ./sluice doctor      looks for what is wrong with the machine, the settings and what they point at, and says
                                 what to do; changes nothing
            ./sluice env         prints exports for a shell: eval "$(./sluice env)" makes any OpenAI client work
            ./sluice demo        a tour of the running suite in under a minute
            ./sluice test [ARGS] runs every test; arguments go to Maven, such as -pl worker-service
            ./sluice bench NAME  runs a benchmark
            ./sluice import litellm|portkey FILE [-o FILE]
                                 turns the configuration of another gateway into a control file
            ./sluice version     tells the version
            All but test, bench and import take --data DIR; without it they work in .sluice in the repository.""";

    private Sluice() {}

    /** Exit codes: 0 done, 1 could not be done, 2 not understood. */
    public static void main(String[] words) {
        Screen screen =
                new Screen(System.out, Boolean.getBoolean("sluice.terminal"), Integer.getInteger("sluice.columns", 80));
        int exit;
        try {
            exit = run(
                    words.length == 0 ? "help" : words[0],
                    List.of(words).subList(Math.min(1, words.length), words.length),
                    screen);
        } catch (Complaint complaint) {
            screen.clear();
            System.err.println("sluice: " + complaint.getMessage());
            System.err.println(complaint.remedy().indent(2).stripTrailing());
            exit = 1;
        }
        System.exit(exit);
    }

    private static int run(String command, List<String> words, Screen screen) {
        switch (command) {
            case "up" -> new Up(screen).run(Up.arguments(words));
            case "down" -> new Down(screen).run(place(command, words));
            case "status" -> {
                return new Status(screen).run(place(command, words));
            }
            case "logs" -> {
                Arguments arguments = Arguments.parse(command, words, DATA, Set.of("-f"));
                new Logs(screen)
                        .run(
                                Place.of(arguments),
                                arguments.rest(),
                                arguments.flags().contains("-f"));
            }
            case "doctor" -> {
                return doctor(place(command, words), screen);
            }
            case "env" -> new Env(screen).run(place(command, words));
            case "demo" -> {
                return Demo.run(place(command, words).endpoint(), System.out) == 0 ? 0 : 1;
            }
            case "test" -> {
                Home home = Home.find();
                return new Maven(home, screen, home.folder(".sluice").resolve("test.log")).verify(words);
            }
            case "bench" -> {
                return bench(words, screen);
            }
            case "import" -> {
                return imported(words);
            }
            case "version", "--version" -> screen.say("sluice " + version());
            case "help", "--help", "-h" -> screen.say(HELP);
            default -> {
                System.err.println("sluice: There is no command " + command + ".\n"
                        + HELP.indent(2).stripTrailing());
                return 2;
            }
        }
        return 0;
    }

    private static Place place(String command, List<String> words) {
        return Place.of(Arguments.parse(command, words, DATA, Set.of()));
    }

    private static int doctor(Place place, Screen screen) {
        Map<String, Integer> runs = RunFile.read(place.data().runFile())
                .filter(run -> !run.alive().isEmpty())
                .map(run -> Ports.of(run).byName())
                .orElse(Map.of());
        List<Finding> findings = Doctor.examine(new Patient(place.home(), place.data(), System.getenv(), runs));
        screen.say(Doctor.report(findings));
        return Doctor.isWell(findings) ? 0 : 1;
    }

    private static int bench(List<String> words, Screen screen) {
        Home home = Home.find();
        Path log = home.folder(".sluice").resolve("build.log");
        List<Part> parts = new ArrayList<>(Part.OF_THE_STACK);
        parts.add(Part.BENCHMARKS);
        new Maven(home, screen, log).buildStale(parts);
        return run(home, "benchmarks", "dev.sluice.bench.Bench", words, home.root());
    }

    /** What is built meanwhile is told on the error output: the other one is the control file's. */
    private static int imported(List<String> words) {
        Home home = Home.find();
        Screen beside = new Screen(System.err, false, 80);
        new Maven(home, beside, home.folder(".sluice").resolve("build.log")).buildStale(Part.OF_THE_LAUNCHER);
        return run(
                home,
                "local-stack",
                "dev.sluice.local.imports.Import",
                words,
                Path.of("").toAbsolutePath());
    }

    /** Runs a class of a module, which needs libraries, in a process of its own. */
    private static int run(Home home, String module, String main, List<String> words, Path directory) {
        List<String> command = new ArrayList<>(List.of(Home.java().toString(), "--enable-native-access=ALL-UNNAMED"));
        if (module.equals("benchmarks")) {
            // The wide arithmetic of the cache's index, as its image has it.
            command.add("--add-modules=jdk.incubator.vector");
        }
        // What is set with -D, wherever it stands, is for the process and not for its main class.
        command.addAll(words.stream().filter(word -> word.startsWith("-D")).toList());
        command.addAll(List.of("-cp", home.classPath(module), main));
        command.addAll(words.stream().filter(word -> !word.startsWith("-D")).toList());
        try {
            return new ProcessBuilder(command)
                    .inheritIO()
                    .directory(directory.toFile())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new Complaint(
                    "It could not be started: " + e.getMessage(), "Build it first: ./mvnw -DskipTests package.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static String version() {
        try {
            String pom = java.nio.file.Files.readString(Home.find().folder("pom.xml"));
            return pom.replaceFirst("(?s).*?<artifactId>sluice</artifactId>\\s*<version>([^<]+)</version>.*", "$1");
        } catch (IOException e) {
            throw new Complaint("The version cannot be read: " + e.getMessage(), "Run ./sluice in a whole clone.");
        }
    }
}
