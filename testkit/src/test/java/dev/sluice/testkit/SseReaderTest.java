package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SseReaderTest {

    private ServerSocket server;
    private final CountDownLatch mayClose = new CountDownLatch(1);

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        mayClose.countDown();
        server.close();
    }

    /** Answers one request with these bytes and closes, at once or when the test says so. */
    private SseReader reading(String answer, boolean closeAtOnce) {
        Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept()) {
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                String line = in.readLine();
                while (line != null && !line.isEmpty()) {
                    line = in.readLine();
                }
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                if (!closeAtOnce) {
                    mayClose.await();
                }
            } catch (IOException | InterruptedException e) {
                // The reader will notice.
            }
        });
        return SseReader.get("http://127.0.0.1:" + server.getLocalPort() + "/x?y=1", Map.of("a", "b"));
    }

    @Test
    void readsChunksWithExtensionsAndTrailers() {
        try (var reader = reading(
                "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n"
                        + "6;x=y\r\ndata: \r\n3\r\na\n\n\r\n0\r\ntrailer: 1\r\n\r\n",
                false)) {
            assertThat(reader.readAllData()).containsExactly("a");
            assertThat(reader.endedCleanly()).isTrue();
        }
    }

    @Test
    void readsAKnownLengthAndSkipsInterimAnswers() {
        try (var reader = reading(
                "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n"
                        + "HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\nX-A: 1\r\nx-a: 2\r\n\r\nabc",
                false)) {
            assertThat(reader.status()).isEqualTo(404);
            assertThat(reader.headers().allValues("x-a")).containsExactly("1", "2");
            assertThat(reader.body()).isEqualTo("abc");
        }
    }

    @Test
    void readsUntilTheConnectionClosesWhenNoLengthIsGiven() {
        try (var reader = reading("HTTP/1.1 200 OK\r\n\r\nabc", true)) {
            assertThat(reader.body()).isEqualTo("abc");
            assertThat(reader.endedCleanly()).isTrue();
        }
    }

    @Test
    void readsNothingAfterNoContent() {
        try (var reader = reading("HTTP/1.1 204 No Content\r\n\r\n", false)) {
            assertThat(reader.bodyBytes()).isEmpty();
        }
    }

    @Test
    void keepsWhatCameBeforeTheBreak() {
        try (var reader =
                reading("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nb\r\ndata: a\n\nda\r\n5\r\nta", true)) {
            assertThat(reader.readAllData()).containsExactly("a");
            assertThat(reader.endedCleanly()).isFalse();
            assertThat(reader.body()).isEqualTo("data: a\n\ndata");
        }
    }

    @Test
    void failsWhenTheConnectionBreaksBeforeTheHead() {
        assertThatThrownBy(() -> reading("HTTP/1.1 200 OK\r\ncont", true)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void givesUpWaitingAtTheDeadlineAndSaysWhatCameBefore() {
        try (var reader =
                reading("HTTP/1.1 200 OK\r\n\r\ndata: first\n\n", false).deadline(Duration.ofMillis(100))) {
            assertThat(reader.next()).isNotNull();

            assertThatThrownBy(reader::next)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("PT0.1S")
                    .hasMessageContaining("data: first");
        }
    }

    @Test
    void skipsHeartbeatsWhenOnlyDataIsWanted() {
        try (var reader = reading("HTTP/1.1 200 OK\r\n\r\n: still here\n\nevent: e\ndata: a\n\n", true)) {
            SseEvent event = reader.nextData();

            assertThat(event).isNotNull();
            assertThat(event.event()).isEqualTo("e");
            assertThat(reader.nextData()).isNull();
        }
    }
}
