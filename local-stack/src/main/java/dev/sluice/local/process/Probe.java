package dev.sluice.local.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How a process is asked whether it is ready.
 *
 * @param at {@code http://host:port/path} must answer 200; {@code tcp://host:port} must accept a connection
 */
public record Probe(URI at) {

    private static final int LONGEST_MS = 1000;
    private static final int MOST_BYTES = 500;

    /** An HTTP path on loopback. */
    public static Probe http(int port, String path) {
        return new Probe(URI.create("http://127.0.0.1:" + port + path));
    }

    /** A port on loopback. */
    public static Probe port(int port) {
        return new Probe(URI.create("tcp://127.0.0.1:" + port));
    }

    /** Whether it is ready now; false for anything that goes wrong, after a second at most. */
    public boolean isReady() {
        return obstacle().isEmpty();
    }

    /** Why it is not ready, in words; empty when it is. */
    Optional<String> obstacle() {
        try {
            return at.getScheme().equals("http") ? answer() : connection();
        } catch (IOException e) {
            return Optional.of(at + ": " + e.getMessage());
        }
    }

    private Optional<String> answer() throws IOException {
        var connection = (HttpURLConnection) at.toURL().openConnection();
        try {
            connection.setConnectTimeout(LONGEST_MS);
            connection.setReadTimeout(LONGEST_MS);
            int status = connection.getResponseCode();
            return status == 200 ? Optional.empty() : Optional.of(at + " answered " + status + body(connection));
        } finally {
            connection.disconnect();
        }
    }

    private static String body(HttpURLConnection connection) throws IOException {
        InputStream error = connection.getErrorStream();
        return error == null
                ? ""
                : ": " + new String(error.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).replaceAll("\\s+", " ");
    }

    private Optional<String> connection() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(at.getHost(), at.getPort()), LONGEST_MS);
            return Optional.empty();
        }
    }
}
