package dev.sluice.local.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Stands in for a service in tests of the launcher: answers on {@code QUARKUS_HTTP_PORT} (or its last argument), on
 * {@code QUARKUS_MANAGEMENT_PORT} like the gateway, and writes its name into {@code FAKE_JOURNAL} when it is told to
 * end. {@code FAKE_MODE} makes it misbehave: {@code die}, {@code deaf} or {@code late}.
 */
public final class FakeService {

    private FakeService() {}

    /** Runs until it is told to end. */
    public static void main(String[] args) throws Exception {
        String mode = System.getenv().getOrDefault("FAKE_MODE", "");
        String name = Path.of("").toAbsolutePath().getFileName().toString();
        System.out.println(name + " begins");
        if (mode.equals("die")) {
            System.out.println("there is no luck today");
            System.exit(7);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(name, mode)));
        String port = System.getenv("QUARKUS_HTTP_PORT");
        serve(port == null ? args[args.length - 1] : port, mode.equals("late") ? 503 : 200);
        String management = System.getenv("QUARKUS_MANAGEMENT_PORT");
        if (management != null) {
            serve(management, 200);
        }
        Thread.currentThread().join();
    }

    private static void end(String name, String mode) {
        try {
            String journal = System.getenv("FAKE_JOURNAL");
            if (journal != null) {
                Files.writeString(Path.of(journal), name + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
            if (mode.equals("deaf")) {
                Thread.sleep(60_000);
            }
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void serve(String port, int health) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)), 0);
        server.createContext("/", exchange -> answer(exchange, health, "{}"));
        server.createContext("/v1/models", exchange -> answer(exchange, 200, "{}"));
        server.createContext(
                "/admin/keys", exchange -> answer(exchange, 201, "{\"id\":\"1\",\"key\":\"sk-sl-1-abc\"}"));
        server.start();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
