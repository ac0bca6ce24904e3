package dev.sluice.e2e.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * As much of a Kubernetes API server as a chart's {@code lookup} of a Secret asks for. The Helm library renders against
 * the cluster that KUBECONFIG names, which the build points to a file that this class writes.
 */
final class FakeCluster {

    private static final String CORE = """
            {"kind":"APIResourceList","groupVersion":"v1","resources":[
              {"name":"secrets","singularName":"","namespaced":true,"kind":"Secret","verbs":["get","list"]}]}""";
    private static final String ABSENT = """
            {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404}""";
    private static final FakeCluster RUNNING = started();

    private final Map<String, String> secrets = new ConcurrentHashMap<>();

    private FakeCluster() {}

    /** The one that runs for all tests; started by the first call. */
    static FakeCluster running() {
        return RUNNING;
    }

    /** Puts a Secret there, its data base64 as in the API. */
    void hold(String namespace, String name, String json) {
        secrets.put("/api/v1/namespaces/" + namespace + "/secrets/" + name, json);
    }

    private static FakeCluster started() {
        var cluster = new FakeCluster();
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
            server.createContext("/", cluster::answer);
            server.start();
            Path config = Path.of(Optional.ofNullable(System.getenv("KUBECONFIG"))
                    .orElseThrow(() -> new IllegalStateException(
                            "KUBECONFIG is not set: e2e/pom.xml sets it for these tests; set it to a file that may be"
                                    + " overwritten when running them another way")));
            Files.createDirectories(config.getParent());
            Files.writeString(config, kubeConfig(server.getAddress().getPort()));
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = path.equals("/api/v1") ? CORE : secrets.getOrDefault(path, ABSENT);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(body.equals(ABSENT) ? 404 : 200, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String kubeConfig(int port) {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                  - name: fake
                    cluster:
                      server: http://127.0.0.1:%d
                contexts:
                  - name: fake
                    context:
                      cluster: fake
                current-context: fake
                """.formatted(port);
    }
}
