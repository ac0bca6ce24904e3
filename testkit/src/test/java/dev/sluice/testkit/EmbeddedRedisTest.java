package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedRedisTest {

    @Test
    void answersAndForgetsAllWhenItIsKilledAndComesBackOnTheSamePort() throws Exception {
        int port;
        try (var redis = EmbeddedRedis.start()) {
            port = redis.port();
            assertThat(redis.url()).isEqualTo("redis://127.0.0.1:" + port);
            assertThat(command(port, "SET a 1")).startsWith("+OK");

            redis.kill();

            assertThat(redis.isAlive()).isFalse();
            assertThatThrownBy(() -> command(port, "PING")).isInstanceOf(IOException.class);
        }
        try (var again = EmbeddedRedis.start(port)) {
            assertThat(command(again.port(), "GET a")).startsWith("$-1");
        }
    }

    @Test
    void showsTheServersOwnWordsWhenItDoesNotStart() {
        assertThatThrownBy(() -> EmbeddedRedis.start(Ports.free(), "--no-such-setting", "1"))
                .hasMessageContaining("no-such-setting");
    }

    @ParameterizedTest
    @CsvSource({
        "Linux,amd64,redis-server-6.2.6-v5-linux-amd64",
        "Linux,aarch64,redis-server-6.2.7-linux-arm64",
        "Mac OS X,aarch64,redis-server-6.2.6-v5-darwin-arm64",
        "Mac OS X,x86_64,redis-server-6.2.6-v5-darwin-amd64"
    })
    void knowsTheBundledBinaryOfEachSystem(String os, String arch, String resource) {
        assertThat(RedisBinary.resourceFor(os, arch)).isEqualTo(resource);
        assertThat(RedisBinary.class.getClassLoader().getResource(resource)).isNotNull();
    }

    @Test
    void refusesASystemNobodyBuiltABinaryFor() {
        assertThatThrownBy(() -> RedisBinary.resourceFor("Plan 9", "mips")).hasMessageContaining("Plan 9");
    }

    private static String command(int port, String line) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] reply = new byte[256];
            int length = socket.getInputStream().read(reply);
            return new String(reply, 0, length, StandardCharsets.US_ASCII);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Redis server v=8.0.2 sha=00000000:0 malloc=jemalloc-5.3.0,8",
        "Redis server v=7.0.15 sha=00000000:0,7",
        "Valkey server 8.0,0"
    })
    void theVersionOfAServerIsRead(String said, int version) {
        assertThat(RedisBinary.majorVersion(said)).isEqualTo(version);
    }
}
