package dev.sluice.bench.gateway;

import dev.sluice.bench.load.Pin;
import dev.sluice.bench.load.Target;
import dev.sluice.bench.load.Upstream;
import dev.sluice.bench.load.UpstreamProcess;
import dev.sluice.local.LocalStack;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Everything that runs: the upstream, nginx, Portkey and the whole local stack. The gateway and its peers share core 0,
 * one of them busy at any time; upstream, load and the rest of the suite are on core 1.
 */
final class Contenders implements AutoCloseable {

    private static final int OBSERVED = 0;
    private static final int REST = 1;

    private final Path folder = Files.createTempDirectory("sluice-bench-");
    private final UpstreamProcess upstream;
    private final int upstreamPort;
    private final @Nullable Nginx nginx;
    private final @Nullable Portkey portkey;
    private final LocalStack stack;
    private final String governedKey;

    Contenders() throws IOException, InterruptedException {
        Pin.to(REST, ProcessHandle.current().pid());
        upstream = UpstreamProcess.start(
                "1g", ProcessBuilder.Redirect.to(folder.resolve("upstream.log").toFile()));
        upstreamPort = upstream.port();
        awaitPort(upstreamPort);
        nginx = Nginx.before(upstreamPort, UpstreamProcess.freePort(), folder);
        if (nginx != null) {
            awaitPort(nginx.port());
            Pin.to(OBSERVED, nginx.pid());
        }
        portkey = Portkey.at(
                UpstreamProcess.freePort(), Path.of("target", "bench", "portkey"), folder.resolve("portkey.log"));
        if (portkey != null) {
            awaitPort(portkey.port());
            Pin.to(OBSERVED, portkey.pid());
        }
        stack = LocalStack.builder()
                .env("OPENAI_BASE_URL", upstream.baseUrl())
                .env("OPENAI_API_KEY", "bench")
                .env("gateway-service", Map.of("QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE", "1"))
                .start();
        Pin.to(OBSERVED, gatewayPid());
        governedKey = Governed.newKey(stack);
    }

    Target direct(Buffer body) {
        return new Target(
                "direct", upstreamPort, "/v1/chat/completions", Map.of("content-type", "application/json"), body);
    }

    @Nullable
    Target nginx(Buffer body) {
        return nginx == null
                ? null
                : new Target(
                        "nginx",
                        nginx.port(),
                        "/v1/chat/completions",
                        Map.of("content-type", "application/json"),
                        body);
    }

    @Nullable
    Target portkey(Buffer body) {
        if (portkey == null) {
            return null;
        }
        Map<String, String> headers = Map.of(
                "content-type",
                "application/json",
                "authorization",
                "Bearer bench",
                "x-portkey-provider",
                "openai",
                "x-portkey-custom-host",
                "http://127.0.0.1:" + upstreamPort + "/v1");
        return new Target("portkey", portkey.port(), "/v1/chat/completions", headers, body);
    }

    /** The gateway with the given cache policy: {@code off} passes on, {@code exact} answers repeats. */
    Target gateway(Buffer body, String cache) {
        return gateway("gateway", stack.apiKey(), body, cache);
    }

    /** The gateway for a key with limits on requests, tokens, concurrency and money that are never reached. */
    Target governed(Buffer body) {
        return gateway("governed", governedKey, body, "off");
    }

    private Target gateway(String name, String key, Buffer body, String cache) {
        Map<String, String> headers =
                Map.of("content-type", "application/json", "authorization", "Bearer " + key, "x-sluice-cache", cache);
        int port = URI.create(stack.baseUrl()).getPort();
        return new Target(name, port, "/v1/chat/completions", headers, body);
    }

    long portkeyPid() {
        return portkey == null ? -1 : portkey.pid();
    }

    long nginxPid() {
        return nginx == null ? -1 : nginx.pid();
    }

    /** The gateway's process id, found among our descendants by its artefact. */
    long gatewayPid() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("gateway-service"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the gateway is not running"))
                .pid();
    }

    static Buffer body(boolean stream) {
        return body(stream, "bench", 40);
    }

    /**
     * A request.
     *
     * @param user the upstream's ways; see {@link Upstream}
     * @param sentences of 23 bytes
     */
    static Buffer body(boolean stream, String user, int sentences) {
        return Buffer.buffer(
                "{\"model\":\"gpt-4o-mini\",\"user\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                        .formatted(user, stream, "What does a sluice do? ".repeat(sentences)));
    }

    @Override
    public void close() throws InterruptedException {
        stack.close();
        if (nginx != null) {
            nginx.close();
        }
        if (portkey != null) {
            portkey.close();
        }
        upstream.close();
    }

    private static void awaitPort(int port) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new IllegalStateException("nothing listens on port " + port);
    }
}
