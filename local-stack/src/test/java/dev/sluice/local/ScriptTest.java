package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that finds a JDK. The JDKs here are fakes that print how they were called. */
class ScriptTest {

    private static final Path SCRIPT = Path.of("../sluice").toAbsolutePath().normalize();

    @TempDir
    Path tmp;

    private String run(Path script, Map<String, String> env) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/sh", script.toString(), "up", "a b").redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", pathWithoutJava());
        builder.environment().put("SLUICE_JDK_DIRS", tmp.resolve("none").toString());
        builder.environment().putAll(env);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes());
        return process.waitFor() + "\n" + said;
    }

    private String pathWithoutJava() throws IOException {
        Path tools = Files.createDirectories(tmp.resolve("tools"));
        for (String tool : List.of("dirname", "readlink", "sed")) {
            String folder = Files.exists(Path.of("/usr/bin", tool)) ? "/usr/bin/" : "/bin/";
            executable(tools.resolve(tool), "exec " + folder + tool + " \"$@\"");
        }
        return tools.toString();
    }

    private Path jdk(String folder, String version, boolean withCompiler) throws IOException {
        Path home = Files.createDirectories(tmp.resolve(folder));
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        executable(home.resolve("bin/java"), "echo \"" + folder + "\"; for word in \"$@\"; do echo \"<$word>\"; done");
        if (withCompiler) {
            executable(home.resolve("bin/javac"), "exit 0");
        }
        return home;
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void aMissingJdkIsToldWithTheRemedy() throws Exception {
        Path old = jdk("old", "17.0.15", true);
        Path noCompiler = jdk("jre", "25", false);

        assertThat(run(SCRIPT, Map.of("JAVA_HOME", old.toString())))
                .startsWith("1\nsluice: No JDK 25 or newer was found.\n")
                .contains("JAVA_HOME");
        assertThat(run(SCRIPT, Map.of("JAVA_HOME", noCompiler.toString()))).startsWith("1\n");
    }

    @Test
    void aNewEnoughJavaHomeIsTakenAndTheWordsArriveWhole() throws Exception {
        Path home = jdk("new", "25.0.1", true);

        assertThat(run(SCRIPT, Map.of("JAVA_HOME", home.toString())))
                .startsWith("0\nnew\n")
                .contains("Sluice.java>\n<up>\n<a b>\n")
                .contains("<-Dsluice.home=" + SCRIPT.getParent() + ">");
    }

    @Test
    void anOldDefaultIsPassedOverForANewerOneElsewhere() throws Exception {
        Path old = jdk("old", "17.0.15", true);
        jdk("jvm/a-21", "21.0.2", true);
        jdk("jvm/b-26", "26", true);
        jdk("mac/jdk-25.jdk/Contents/Home", "25", true);

        Map<String, String> linux = Map.of(
                "JAVA_HOME",
                old.toString(),
                "SLUICE_JDK_DIRS",
                tmp.resolve("jvm").toString());
        Map<String, String> mac = Map.of("SLUICE_JDK_DIRS", tmp.resolve("x") + ":" + tmp.resolve("mac"));

        assertThat(run(SCRIPT, linux)).startsWith("0\njvm/b-26\n");
        assertThat(run(SCRIPT, mac)).startsWith("0\nmac/jdk-25.jdk/Contents/Home\n");
    }

    @Test
    void aLinkToTheScriptFindsTheRepository() throws Exception {
        Path home = jdk("new", "25", true);
        Path folder = Files.createDirectories(tmp.resolve("bin dir"));
        Path link = Files.createSymbolicLink(folder.resolve("sluice"), SCRIPT);
        Path second = Files.createSymbolicLink(folder.resolve("again"), Path.of("sluice"));

        assertThat(run(link, Map.of("JAVA_HOME", home.toString())))
                .contains("<-Dsluice.home=" + SCRIPT.getParent() + ">");
        assertThat(run(second, Map.of("JAVA_HOME", home.toString())))
                .contains("<-Dsluice.home=" + SCRIPT.getParent() + ">");
    }

    @Test
    void theLauncherRunsFromSourceWithNothingOnItsClassPath() throws Exception {
        Process process = new ProcessBuilder("/bin/sh", SCRIPT.toString(), "version")
                .redirectErrorStream(true)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes())).startsWith("sluice ");
        assertThat(process.waitFor()).isZero();
    }
}
