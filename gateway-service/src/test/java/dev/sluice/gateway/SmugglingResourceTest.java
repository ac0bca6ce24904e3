package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A request that two parties could read differently is answered with 400 and the connection is closed, so that nothing
 * behind it is taken for a request, and no upstream hears of it. What RFC 9112 section 6 forbids, and what made it into
 * advisories.
 */
@QuarkusTest
class SmugglingResourceTest extends GatewayTest {

    private static final String BODY =
            "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"smuggled\"}]}";
    private static final String CHUNKED = Integer.toHexString(BODY.length()) + "\r\n" + BODY + "\r\n0\r\n\r\n";
    private static final int SILENCE_MILLIS = 3_000;

    static Stream<Arguments> corpus() {
        String length = "content-length: " + BODY.length() + "\r\n";
        String chunked = "transfer-encoding: chunked\r\n";
        return Stream.of(
                one("two different CL", length + "content-length: 0\r\n", BODY),
                one("two different CL, the other way", "content-length: 0\r\n" + length, BODY),
                one("a list of different CL", "content-length: " + BODY.length() + ", 0\r\n", BODY),
                one("CL with a plus", "content-length: +" + BODY.length() + "\r\n", BODY),
                one("negative CL", "content-length: -1\r\n", BODY),
                one("CL in hex", "content-length: 0x" + Integer.toHexString(BODY.length()) + "\r\n", BODY),
                one("CL with a blank within", "content-length: 1 0\r\n", BODY),
                one("CL beyond all numbers", "content-length: 99999999999999999999\r\n", BODY),
                one("empty CL", "content-length: \r\n", BODY),
                one("space before the colon of CL", "content-length : " + BODY.length() + "\r\n", BODY),
                one("tab before the colon of TE", "transfer-encoding\t: chunked\r\n", CHUNKED),
                one("TE chunked, identity", "transfer-encoding: chunked, identity\r\n", CHUNKED),
                one("TE xchunked", "transfer-encoding: xchunked\r\n", CHUNKED),
                one("TE gzip only", "transfer-encoding: gzip\r\n", CHUNKED),
                one("two TE", chunked + "transfer-encoding: identity\r\n", CHUNKED),
                one("TE in quotes", "transfer-encoding: \"chunked\"\r\n", CHUNKED),
                one("TE with a vertical tab", "transfer-encoding: \u000bchunked\r\n", CHUNKED),
                one("NUL in a header", "x-nul: a\0b\r\n" + length, BODY),
                one("CR in a header", "x-cr: a\rtransfer-encoding: chunked\r\n" + length, BODY),
                one("bare LF hides a TE", "x-lf: a\ntransfer-encoding: chunked\r\n" + length, CHUNKED),
                one("header without a colon", "no colon here\r\n" + length, BODY),
                one("empty header name", ": empty\r\n" + length, BODY));
    }

    /** A fault within a body is found when it comes: nothing can be answered by then, but the connection ends there. */
    static Stream<Arguments> damagedChunks() {
        String chunked = "transfer-encoding: chunked\r\n";
        String size = Integer.toHexString(BODY.length());
        return Stream.of(
                one("chunk size with a plus", chunked, "+" + CHUNKED),
                one("negative chunk size", chunked, "-1\r\n" + BODY + "\r\n0\r\n\r\n"),
                one("chunk size with 0x", chunked, "0x" + CHUNKED),
                one("chunk size with an underscore", chunked, "1_0\r\n" + BODY + "\r\n0\r\n\r\n"),
                one("chunk size beyond all numbers", chunked, "fffffffff1\r\n" + BODY + "\r\n0\r\n\r\n"),
                one("chunk longer than told", chunked, "5\r\n" + BODY + "\r\n0\r\n\r\n"),
                one("bare LF in a chunk extension", chunked, size + ";a\nb\r\n" + BODY + "\r\n0\r\n\r\n"));
    }

    private static Arguments one(String name, String headers, String body) {
        return Arguments.of(Named.of(name, headers), body);
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void anAmbiguousRequestIsRefusedAndItsConnectionClosed(String headers, String body) throws IOException {
        upstream.onModel("gpt-4o-mini", Script.say("must not be asked"));
        String key = newTenant("smuggler").key();

        String answer = exchange("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer " + key
                + "\r\n" + headers + "\r\n" + body + "GET /v1/models HTTP/1.1\r\nhost: x\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").endsWith("<closed>");
        assertThat(answer.split("HTTP/1.1 ", -1)).as("one answer in %s", answer).hasSize(2);
        assertThat(upstream.requests()).isEmpty();
    }

    /** RFC 9112 lets us go by the encoding alone, if nothing behind it on the connection is taken for a request. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-length: 5\r\ntransfer-encoding: chunked\r\n",
                "transfer-encoding: chunked\r\ncontent-length: 5\r\n",
                "content-length: 0\r\ntransfer-encoding: chunked\r\n",
                "transfer-encoding: chunked\r\n"
            })
    void aLengthBesideAChunkedBodyCountsForNothingAndTheConnectionEndsThere(String headers) throws IOException {
        upstream.onModel("gpt-4o-mini", Script.say("asked once"));
        String key = newTenant("smuggler").key();

        String answer = exchange(
                "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nx-sluice-cache: off\r\nauthorization: Bearer " + key
                        + "\r\n" + headers + "\r\n" + CHUNKED + "GET /v1/models HTTP/1.1\r\nhost: x\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").contains("asked once").endsWith("<closed>");
        assertThat(answer.split("HTTP/1.1 ", -1)).as("one answer in %s", answer).hasSize(2);
        assertThat(upstream.requests()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("damagedChunks")
    void aBodyThatBreaksItsFramingEndsTheConnection(String headers, String body) throws IOException {
        upstream.onModel("gpt-4o-mini", Script.say("must not be asked"));
        String key = newTenant("smuggler").key();

        String answer = exchange("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer " + key
                + "\r\n" + headers + "\r\n" + body + "GET /v1/models HTTP/1.1\r\nhost: x\r\n\r\n");

        assertThat(answer).endsWith("<closed>").doesNotContain("HTTP/1.1 2");
        assertThat(answer.split("HTTP/1.1 ", -1))
                .as("one answer at most in %s", answer)
                .hasSizeLessThan(3);
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void aPlainRequestAndAChunkedOnePass() throws IOException {
        upstream.onModel("gpt-4o-mini", Script.say("fine"));
        String key = newTenant("honest").key();
        String start =
                "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-sluice-cache: off\r\nauthorization: Bearer "
                        + key + "\r\n";

        String plain = exchange(start + "content-length: " + BODY.length() + "\r\n\r\n" + BODY);
        String chunked = exchange(start + "transfer-encoding: chunked\r\n\r\n" + CHUNKED);

        assertThat(plain).startsWith("HTTP/1.1 200");
        assertThat(chunked).startsWith("HTTP/1.1 200");
        assertThat(upstream.requests()).hasSize(2);
    }

    /** What comes back until the connection is closed or silent. */
    private String exchange(String request) throws IOException {
        URI there = URI.create(base());
        var answer = new ByteArrayOutputStream();
        try (var socket = new Socket(there.getHost(), there.getPort())) {
            socket.setSoTimeout(SILENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            try {
                for (int next = in.read(); next >= 0; next = in.read()) {
                    answer.write(next);
                }
                answer.writeBytes("<closed>".getBytes(StandardCharsets.UTF_8));
            } catch (SocketException closed) {
                answer.writeBytes("<closed>".getBytes(StandardCharsets.UTF_8));
            } catch (java.net.SocketTimeoutException silent) {
                answer.writeBytes("<open>".getBytes(StandardCharsets.UTF_8));
            }
        }
        return answer.toString(StandardCharsets.UTF_8);
    }
}
