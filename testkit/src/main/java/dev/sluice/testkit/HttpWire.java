package dev.sluice.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One HTTP/1.1 exchange over one socket (RFC 9112). The JDK's own client is no good here: when a connection breaks it
 * throws away the bytes that came before, and may report the break in place of the answer's head.
 */
final class HttpWire implements AutoCloseable {

    private static final int CONNECT_MILLIS = 10_000;
    private static final int HEAD_MILLIS = 60_000;
    private static final int MOST_LINE = 256 * 1024;

    private final Socket socket;
    private final long sentNanos;
    private final long headNanos;
    private int status;
    private HttpHeaders headers = HttpHeaders.of(Map.of(), (name, value) -> true);
    private final InputStream body;

    /** Sends the request and returns when the final head is there, within 60 s. */
    HttpWire(String method, URI uri, Map<String, String> requestHeaders, byte[] requestBody) throws IOException {
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getByName(uri.getHost()), port), CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(HEAD_MILLIS);
            sentNanos = System.nanoTime();
            socket.getOutputStream().write(request(method, uri, port, requestHeaders, requestBody));
            InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
            readHead(in);
            while (status >= 100 && status < 200) {
                readHead(in);
            }
            headNanos = System.nanoTime();
            socket.setSoTimeout(0);
            body = HttpBody.of(in, method, status, headers);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    int status() {
        return status;
    }

    HttpHeaders headers() {
        return headers;
    }

    long sentNanos() {
        return sentNanos;
    }

    long headNanos() {
        return headNanos;
    }

    /** The body without its transfer coding; reading throws when the connection breaks before its end. */
    InputStream body() {
        return body;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static byte[] request(
            String method, URI uri, int port, Map<String, String> requestHeaders, byte[] requestBody) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.put("Host", uri.getHost() + ":" + port);
        if (requestBody.length > 0 || !method.equals("GET")) {
            all.put("Content-Length", Integer.toString(requestBody.length));
        }
        all.putAll(requestHeaders);
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        var head = new StringBuilder(method)
                .append(' ')
                .append(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
                .append(" HTTP/1.1\r\n");
        all.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(requestBody);
        return bytes.toByteArray();
    }

    private void readHead(InputStream in) throws IOException {
        String[] statusLine = readLine(in).split(" ", 3);
        if (statusLine.length < 2 || !statusLine[0].startsWith("HTTP/1.")) {
            throw new IOException("Not an HTTP/1.1 answer: " + String.join(" ", statusLine));
        }
        status = Integer.parseInt(statusLine[1]);
        Map<String, List<String>> read = new TreeMap<>();
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("Not a header: " + line);
            }
            read.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        headers = HttpHeaders.of(read, (name, value) -> true);
    }

    /** A line without its CRLF. */
    static String readLine(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("The connection was closed in the middle of an answer");
            }
            if (line.size() == MOST_LINE) {
                throw new IOException("A line of more than " + MOST_LINE + " bytes");
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
