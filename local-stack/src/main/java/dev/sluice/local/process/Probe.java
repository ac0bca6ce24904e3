package dev.sluice.local.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/**
 * How a process is asked whether it is ready.
 *
 * @param at {@code http://host:port/path} must answer 200; {@code tcp://host:port} must accept a connection
 */
public record Probe(URI at) {

    private static final int LONGEST_MS = 1000;

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
        try {
            return at.getScheme().equals("http") ? answers() : accepts();
        } catch (IOException notYet) {
            return false;
        }
    }

    private boolean answers() throws IOException {
        var connection = (HttpURLConnection) at.toURL().openConnection();
        try {
            connection.setConnectTimeout(LONGEST_MS);
            connection.setReadTimeout(LONGEST_MS);
            return connection.getResponseCode() == 200;
        } finally {
            connection.disconnect();
        }
    }

    private boolean accepts() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(at.getHost(), at.getPort()), LONGEST_MS);
            return true;
        }
    }
}
