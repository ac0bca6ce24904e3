package dev.sluice.local;

import dev.sluice.local.text.Complaint;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One HTTP request with a bearer key and a deadline; the class library's oldest client, for it loads fastest. */
final class Http {

    private static final int LONGEST_MS = 10_000;

    private Http() {}

    /** What came back. */
    record Answer(int status, String body) {}

    static Answer get(String url, String key) {
        return exchange(url, key, Optional.empty());
    }

    static Answer post(String url, String key, String json) {
        return exchange(url, key, Optional.of(json));
    }

    private static Answer exchange(String url, String key, Optional<String> json) {
        try {
            var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(LONGEST_MS);
            connection.setReadTimeout(LONGEST_MS);
            connection.setRequestProperty("authorization", "Bearer " + key);
            if (json.isPresent()) {
                connection.setDoOutput(true);
                connection.setRequestProperty("content-type", "application/json");
                connection.getOutputStream().write(json.get().getBytes(StandardCharsets.UTF_8));
            }
            int status = connection.getResponseCode();
            InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
            return new Answer(status, body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new Complaint(
                    url + " did not answer (" + e.getMessage() + ").",
                    "See ./sluice status; if something is down, ./sluice logs tells why.");
        }
    }
}
