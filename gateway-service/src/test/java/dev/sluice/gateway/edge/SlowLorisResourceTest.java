package dev.sluice.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hundreds of clients that begin a request and do not go on are in nobody's way. */
@QuarkusTest
class SlowLorisResourceTest extends GatewayTest {

    private static final int SOCKETS = 500;

    private final List<Socket> slow = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (Socket one : slow) {
            one.close();
        }
    }

    @Test
    void goodCallsAreAnsweredWhileHundredsOfHeadsAndBodiesDribble() throws IOException {
        upstream.onModel("gpt-4o-mini", Script.say("fine"));
        var acme = newTenant("patient");
        for (int i = 0; i < SOCKETS; i++) {
            dribble(
                    i % 2 == 0
                            ? "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nx-slow: "
                            : "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\nauthorization: Bearer "
                                    + acme.key() + "\r\n\r\n{");
        }

        for (int i = 0; i < 20; i++) {
            for (Socket one : slow.subList(i * 20, i * 20 + 20)) {
                one.getOutputStream().write('x');
            }
            assertThat(acme.chat("gpt-4o-mini", "hello " + i, "x-sluice-cache", "off")
                            .status())
                    .isEqualTo(200);
        }
        assertThat(upstream.requests()).hasSize(20);
    }

    private void dribble(String beginning) throws IOException {
        URI there = URI.create(base());
        var socket = new Socket(there.getHost(), there.getPort());
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.UTF_8));
        slow.add(socket);
    }
}
