package dev.sluice.testkit;

import static dev.sluice.testkit.FaultProxy.Direction.DOWNSTREAM;
import static dev.sluice.testkit.FaultProxy.Direction.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {

    private static final int DEADLINE_MILLIS = 10_000;

    private ServerSocket echo;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        proxy = FaultProxy.to(echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    /** Sends back whatever comes. */
    private void serve() {
        while (!echo.isClosed()) {
            try {
                Socket socket = echo.accept();
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        socket.getInputStream().transferTo(socket.getOutputStream());
                    } catch (IOException broken) {
                        // As the test wants it.
                    }
                });
            } catch (IOException closed) {
                return;
            }
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(DEADLINE_MILLIS);
        return socket;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    /** Sends from another thread so that back-pressure cannot block the reader. */
    private static byte[] exchange(Socket socket, byte[] sent) throws IOException {
        Thread.ofVirtual().start(() -> {
            try {
                socket.getOutputStream().write(sent);
            } catch (IOException broken) {
                // The reader will notice.
            }
        });
        byte[] back = new byte[sent.length];
        new DataInputStream(socket.getInputStream()).readFully(back);
        return back;
    }

    private static Duration time(Socket socket, int bytes) throws IOException {
        byte[] sent = random(bytes);
        long before = System.nanoTime();
        assertThat(exchange(socket, sent)).isEqualTo(sent);
        return Duration.ofNanos(System.nanoTime() - before);
    }

    @Test
    void passesEveryByteWhenNothingIsWrong() throws IOException {
        byte[] sent = random(8 << 20);

        try (Socket socket = connect()) {
            assertThat(exchange(socket, sent)).isEqualTo(sent);
        }

        assertThat(proxy.bytes(UPSTREAM)).isEqualTo(sent.length);
        assertThat(proxy.bytes(DOWNSTREAM)).isEqualTo(sent.length);
        Awaitility.await().until(() -> proxy.connections() == 0);
    }

    @Test
    void stopsReadingWhenTheReceiverDoesNotKeepUp() throws Exception {
        proxy.add(UPSTREAM, new Toxic.Blackhole());
        try (Socket socket = connect()) {
            socket.setSendBufferSize(64 * 1024);
            var written = new java.util.concurrent.atomic.AtomicLong();
            Thread writer = Thread.ofVirtual().start(() -> {
                byte[] block = new byte[64 * 1024];
                try {
                    while (written.get() < 256L << 20) {
                        socket.getOutputStream().write(block);
                        written.addAndGet(block.length);
                    }
                } catch (IOException closed) {
                    // The end of the test.
                }
            });
            var seen = new java.util.concurrent.atomic.AtomicLong(-1);
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> written.get() == seen.getAndSet(written.get()));

            assertThat(writer.isAlive()).isTrue();
            assertThat(written.get()).isLessThan(64L << 20);
        }
    }

    @Test
    void delaysEachDirection() throws IOException {
        try (Socket socket = connect()) {
            proxy.add(UPSTREAM, new Toxic.Latency(Duration.ofMillis(80)))
                    .add(DOWNSTREAM, new Toxic.Latency(Duration.ofMillis(100), Duration.ofMillis(20)));
            assertThat(time(socket, 1000)).isGreaterThan(Duration.ofMillis(155));

            proxy.heal();
            assertThat(time(socket, 1000)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void narrowsTheBandwidth() throws IOException {
        proxy.add(DOWNSTREAM, new Toxic.Bandwidth(100_000));

        try (Socket socket = connect()) {
            assertThat(time(socket, 50_000)).isGreaterThan(Duration.ofMillis(400));
        }
    }

    @Test
    void slicesWithoutLosingAByte() throws IOException {
        proxy.add(new Toxic.Slicer(3, Duration.ZERO));

        try (Socket socket = connect()) {
            byte[] sent = random(2000);
            assertThat(exchange(socket, sent)).isEqualTo(sent);
        }
    }

    @Test
    void holdsEverythingInABlackHoleAndDeliversItAfterwards() throws IOException {
        try (Socket socket = connect()) {
            assertThat(exchange(socket, random(10))).hasSize(10);
            proxy.add(DOWNSTREAM, new Toxic.Blackhole());
            socket.getOutputStream().write("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            socket.setSoTimeout(300);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            proxy.heal();

            socket.setSoTimeout(DEADLINE_MILLIS);
            assertThat(socket.getInputStream().readNBytes(5))
                    .isEqualTo("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
    }

    @Test
    void closesAfterTheBlackHolesTimeout() throws IOException {
        proxy.add(new Toxic.Blackhole(Duration.ofMillis(50)));

        try (Socket socket = connect()) {
            socket.getOutputStream().write(1);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void resetsConnectionsThereAre() throws IOException {
        try (Socket socket = connect()) {
            assertThat(exchange(socket, random(10))).hasSize(10);

            proxy.add(new Toxic.ResetPeer());

            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void closesWhenTheLimitOfDataIsReached() throws IOException {
        proxy.add(DOWNSTREAM, new Toxic.LimitData(100));

        try (Socket socket = connect()) {
            socket.getOutputStream().write(random(1000));
            int got = 0;
            try {
                got = socket.getInputStream().readAllBytes().length;
            } catch (SocketException reset) {
                // Unread data on the other side may turn the close into a reset.
            }
            assertThat(got).isIn(0, 100);
            assertThat(proxy.bytes(DOWNSTREAM)).isEqualTo(100);
        }
    }

    @Test
    void passesOnTheEndLater() throws IOException {
        try (var leaver = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var before = FaultProxy.to(leaver.getLocalPort())
                        .add(DOWNSTREAM, new Toxic.SlowClose(Duration.ofMillis(200)));
                var socket = new Socket(InetAddress.getLoopbackAddress(), before.port())) {
            socket.setSoTimeout(DEADLINE_MILLIS);
            leaver.accept().close();
            long left = System.nanoTime();

            assertThat(socket.getInputStream().read()).isEqualTo(-1);

            assertThat(System.nanoTime() - left)
                    .isGreaterThan(Duration.ofMillis(150).toNanos());
        }
    }

    @Test
    void goesDownAndComesUpOnTheSamePort() throws IOException {
        try (Socket socket = connect()) {
            assertThat(exchange(socket, random(10))).hasSize(10);

            proxy.down();

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
        }
        proxy.up();
        try (Socket socket = connect()) {
            assertThat(exchange(socket, random(10))).hasSize(10);
        }
        assertThat(proxy.accepted()).isEqualTo(2);
    }

    @Test
    void closesTheClientWhenTheServerIsNotThere() throws IOException {
        // A port of a server that was closed may belong to somebody else by now; nobody has this one.
        try (var toNobody = FaultProxy.to(1);
                var socket = new Socket(InetAddress.getLoopbackAddress(), toNobody.port())) {
            socket.setSoTimeout(30_000);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void knowsTheServersUrlThroughItself() {
        assertThat(proxy.url("redis://127.0.0.1:" + echo.getLocalPort() + "/0"))
                .isEqualTo("redis://127.0.0.1:" + proxy.port() + "/0");
    }

    @Test
    void standsBetweenAClientAndAnUpstreamThatStreams() {
        try (var upstream = ScriptedUpstream.start();
                var before = FaultProxy.to(upstream.url())) {
            String url = before.url(upstream.openAiUrl()) + "/chat/completions";
            upstream.enqueue(Script.words(100).tokenEvery(Duration.ofMillis(10)));

            try (var answer = SseReader.post(url, "{\"stream\":true}")) {
                assertThat(answer.next()).isNotNull();
                before.add(new Toxic.ResetPeer());

                assertThat(answer.endedCleanly()).isFalse();
            }
            assertThat(upstream.awaitCancelled(1)).hasSize(1);
        }
    }
}
