package dev.sluice.local.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.process.Child;
import dev.sluice.local.process.FreePorts;
import dev.sluice.local.process.Probe;
import dev.sluice.local.process.Suite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerTest {

    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir
    Path tmp;

    private Suite broker(int port) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Broker.class.getName(),
                tmp.resolve("kafka").toString(),
                Integer.toString(port));
        return new Suite(List.of(new Child(
                "kafka",
                command,
                Map.of(),
                tmp,
                tmp.resolve("tmp"),
                tmp.resolve("kafka.log"),
                port,
                Probe.port(port),
                0)));
    }

    private static Admin admin(int port) {
        return Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port));
    }

    @Test
    void topicsSurviveAKillAndAStopIsOrderly() throws Exception {
        int port = freePort();
        Suite suite = broker(port);
        try {
            suite.startMissing();
            suite.awaitReady(suite.processes(), SOON, one -> {});
            try (Admin admin = admin(port)) {
                admin.createTopics(List.of(new NewTopic("kept", Optional.of(2), Optional.empty())))
                        .all()
                        .get();
            }
            suite.kill9("kafka");

            suite.startMissing();
            suite.awaitReady(suite.processes(), SOON, one -> {});

            try (Admin admin = admin(port)) {
                assertThat(admin.listTopics().names().get()).contains("kept");
            }
        } finally {
            assertThat(suite.stop(SOON)).isEmpty();
        }
        assertThat(Files.readString(tmp.resolve("kafka.log")))
                .contains("Kafka listens on")
                .doesNotContain(" INFO ");
    }

    @Test
    void aPortInUseIsNamed() throws IOException, InterruptedException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Broker.class.getName(),
                            tmp.resolve("other").toString(),
                            Integer.toString(taken.getLocalPort()))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes());

            assertThat(process.waitFor()).isEqualTo(1);
            assertThat(said).contains("cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    private static int freePort() throws IOException {
        try (FreePorts free = new FreePorts()) {
            return free.any();
        }
    }
}
