package dev.sluice.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * One Kafka broker for the whole test JVM, started by the first test application that wants it and stopped when the JVM
 * ends. Sets {@code sluice.kafka.bootstrap} and {@code kafka.bootstrap.servers}.
 */
public final class KafkaTestResource implements QuarkusTestResourceLifecycleManager {

    /** Where the shared broker listens; starts it when nobody has. */
    public static String bootstrap() {
        return Shared.get("kafka.bootstrap", () -> {
            EmbeddedKafka kafka = EmbeddedKafka.start();
            Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "embedded-kafka-stop"));
            return kafka.bootstrap();
        });
    }

    @Override
    public Map<String, String> start() {
        String bootstrap = bootstrap();
        return Map.of("sluice.kafka.bootstrap", bootstrap, "kafka.bootstrap.servers", bootstrap);
    }

    @Override
    public void stop() {
        // Shared: the JVM's end stops it.
    }
}
