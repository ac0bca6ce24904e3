package dev.sluice.bench.startup;

import dev.sluice.local.build.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Maven and the image make of one service: how each of them is started.
 *
 * @param service such as {@code gateway}
 * @param home where it is built
 */
record Packaged(String service, Home home) {

    private static final Pattern OPTIONS = Pattern.compile("JAVA_TOOL_OPTIONS=\"([^\"]*)\"");
    private static final Pattern TRAINING = Pattern.compile("bash /train /app /app/app\\.aot (.*)");

    /** As a pod has it that may take a gibibyte, which is a machine of its own for a JVM. */
    private static final List<String> POD = List.of("-XX:MaxRAM=1g", "-XX:+UseSerialGC");

    /** The command that starts it on a JVM with the options of its image and some more. */
    List<String> onJvm(String... more) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Home.java().toString());
        command.addAll(options());
        command.addAll(List.of(more));
        command.addAll(List.of("-jar", folder().resolve("quarkus-run.jar").toString()));
        return command;
    }

    /** Trains a JVM as the image's build does and writes the cache. False when its image has none. */
    boolean train(Path cache, int port, Path folder) throws IOException, InterruptedException {
        var training = TRAINING.matcher(dockerfile("jvm"));
        if (!training.find()) {
            return false;
        }
        String asked = training.group(1).replaceFirst("^\\d+", Integer.toString(port));
        var builder = new ProcessBuilder(
                        "bash",
                        "-c",
                        "exec " + home.folder(".ci").resolve("train") + " " + folder() + " " + cache + " " + asked)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("training.log").toFile());
        builder.environment().put("JAVA_HOME", Home.javaHome().toString());
        builder.environment().put("JAVA_TOOL_OPTIONS", String.join(" ", options()));
        if (builder.start().waitFor() != 0) {
            throw new IllegalStateException(Files.readString(folder.resolve("training.log")));
        }
        return true;
    }

    /** The native executable, when there is one. */
    Optional<Path> executable() {
        return home.executable(service + "-service");
    }

    /** The folder that the image is made of; another under {@code target} by {@code -Dsluice.bench.startup.packaged=aot-app}. */
    private Path folder() {
        return module().resolve("target").resolve(System.getProperty("sluice.bench.startup.packaged", "quarkus-app"));
    }

    private Path module() {
        return home.folder(service + "-service");
    }

    private List<String> options() throws IOException {
        var options = OPTIONS.matcher(dockerfile("jvm"));
        List<String> all = new ArrayList<>(POD);
        if (options.find()) {
            all.addAll(List.of(options.group(1).split(" ")));
        }
        return all;
    }

    private String dockerfile(String kind) throws IOException {
        return Files.readString(module().resolve("src/main/docker/Dockerfile." + kind));
    }
}
