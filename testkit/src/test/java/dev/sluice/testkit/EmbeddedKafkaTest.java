package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

    @Test
    void keepsRecordsOverARestartOnTheSameFolder(@TempDir Path folder) throws Exception {
        int port;
        try (var kafka = EmbeddedKafka.builder().folder(folder).start()) {
            port = kafka.port();
            send(kafka.bootstrap(), "first");
        }

        try (var kafka = EmbeddedKafka.builder().folder(folder).port(port).start()) {
            send(kafka.bootstrap(), "second");

            assertThat(read(kafka.bootstrap(), 2)).containsExactly("first", "second");
        }
    }

    @Test
    void sendsItsClientsThroughAProxyWhenToldTo() throws Exception {
        int port = Ports.free();
        try (var proxy = FaultProxy.to(port);
                var kafka = EmbeddedKafka.builder()
                        .port(port)
                        .advertisedPort(proxy.port())
                        .start()) {
            assertThat(kafka.bootstrap()).isEqualTo(proxy.address());

            send(kafka.bootstrap(), "through");

            assertThat(read(kafka.bootstrap(), 1)).containsExactly("through");
            assertThat(proxy.bytes(FaultProxy.Direction.UPSTREAM)).isPositive();
        }
    }

    @Test
    void saysWhichPortIsTaken(@TempDir Path folder) throws Exception {
        try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            var builder = EmbeddedKafka.builder().folder(folder).port(taken.getLocalPort());

            assertThatThrownBy(builder::start).hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void givesEveryTestApplicationOfTheJvmTheSameBroker() {
        var first = new KafkaTestResource();
        var second = new KafkaTestResource();

        Map<String, String> settings = first.start();
        first.stop();

        assertThat(second.start())
                .isEqualTo(settings)
                .containsKeys("sluice.kafka.bootstrap", "kafka.bootstrap.servers");
    }

    private static void send(String bootstrap, String value) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "acks", "all");
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("stories", value)).get(20, TimeUnit.SECONDS);
        }
    }

    private static List<String> read(String bootstrap, int count) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", bootstrap, "group.id", "readers", "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("stories"));
            List<String> values = new ArrayList<>();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
            return values;
        }
    }
}
