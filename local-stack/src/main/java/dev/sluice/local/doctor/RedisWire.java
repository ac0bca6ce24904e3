package dev.sluice.local.doctor;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** One question to a Redis: what INFO tells of its memory, which every Redis and Valkey answers, managed ones too. */
final class RedisWire {

    private static final int PORT = 6379;
    private static final int MOST_BYTES = 1 << 20;

    private RedisWire() {}

    /** The lines of {@code INFO memory} by name. */
    static Map<String, String> memory(String url) throws IOException {
        URI address = URI.create(url);
        int port = address.getPort() > 0 ? address.getPort() : PORT;
        try (Socket socket = Line.connect(address.getHost(), port, "rediss".equals(address.getScheme()))) {
            var in = new BufferedInputStream(socket.getInputStream());
            String account = address.getUserInfo();
            if (account != null) {
                int colon = account.indexOf(':');
                String user = colon > 0 ? account.substring(0, colon) : "default";
                say(socket, "AUTH", user, account.substring(colon + 1));
                read(in);
            }
            say(socket, "INFO", "memory");
            var told = new HashMap<String, String>();
            read(in).lines().filter(line -> line.contains(":")).forEach(line -> {
                int colon = line.indexOf(':');
                told.put(line.substring(0, colon), line.substring(colon + 1).strip());
            });
            return told;
        }
    }

    private static void say(Socket socket, String... words) throws IOException {
        var command = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            command.append('$')
                    .append(word.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private static String read(InputStream in) throws IOException {
        String line = line(in);
        if (line.startsWith("-")) {
            // The first words are the server's own; none of them holds what was sent.
            throw new IOException("it refuses (" + line.substring(1) + ")");
        }
        if (line.startsWith("+")) {
            return line;
        }
        if (!line.startsWith("$")) {
            throw new IOException("what answers does not speak Redis");
        }
        int length = Integer.parseInt(line.substring(1));
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("what answers does not speak Redis");
        }
        byte[] bytes = in.readNBytes(length);
        line(in);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > MOST_BYTES) {
                throw new IOException("it closed the line; is TLS wanted (rediss://)?");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
