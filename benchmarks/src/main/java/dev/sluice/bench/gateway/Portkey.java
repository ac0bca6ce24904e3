package dev.sluice.bench.gateway;

import dev.sluice.bench.load.Pin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A peer: Portkey's open gateway from npm, as its README starts it, without keys, limits or logs. */
final class Portkey implements AutoCloseable {

    private static final String PACKAGE = "@portkey-ai/gateway@1.15.2";
    private static final long INSTALL_MINUTES = 5;

    private final Process process;
    private final int port;

    private Portkey(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Installs it below the folder when it is not there, and starts it; null when this machine has no Node.js. */
    static @Nullable Portkey at(int port, Path folder, Path log) throws IOException, InterruptedException {
        String node = Pin.onPath("node");
        String npm = Pin.onPath("npm");
        if (node == null || npm == null) {
            return null;
        }
        Path program = folder.resolve("node_modules/@portkey-ai/gateway/build/start-server.js");
        if (!Files.exists(program) && !installed(npm, folder)) {
            return null;
        }
        var start = new ProcessBuilder(List.of(node, program.toString(), "--port=" + port, "--headless"));
        start.environment().put("TRUSTED_CUSTOM_HOSTS", "127.0.0.1,localhost");
        start.environment().put("NODE_ENV", "production");
        return new Portkey(
                start.redirectErrorStream(true).redirectOutput(log.toFile()).start(), port);
    }

    private static boolean installed(String npm, Path folder) throws IOException, InterruptedException {
        System.out.println("Installing " + PACKAGE + " with npm ...");
        Files.createDirectories(folder);
        Process install = new ProcessBuilder(
                        List.of(npm, "install", "--no-audit", "--no-fund", "--prefix", folder.toString(), PACKAGE))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!install.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
            install.destroy();
            return false;
        }
        return install.exitValue() == 0;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
