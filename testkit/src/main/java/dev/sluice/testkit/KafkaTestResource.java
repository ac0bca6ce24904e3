package dev.sluice.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka broker for the whole test JVM, started by the first test application that wants it and stopped when the JVM
 * ends. With {@link #ALONE} the application gets an empty broker of its own instead, which ends with it: what earlier
 * applications left on the topics is not there. Sets {@code sluice.kafka.bootstrap} and {@code kafka.bootstrap.servers}.
 */
public final class KafkaTestResource implements QuarkusTestResourceLifecycleManager {

    /** Arguments for a broker that only this application uses. */
    public static final Map<String, String> ALONE = Map.of("alone", "true");

    private static final String BOOTSTRAP = "kafka.bootstrap";

    private boolean alone;
    private @Nullable EmbeddedKafka own;

    /** Where the broker of the running application listens; starts the shared one when there is none. */
    public static String bootstrap() {
        return Shared.get(BOOTSTRAP, () -> {
            EmbeddedKafka kafka = EmbeddedKafka.start();
            Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "embedded-kafka-stop"));
            return kafka.bootstrap();
        });
    }

    @Override
    public void init(Map<String, String> arguments) {
        alone = Boolean.parseBoolean(arguments.get("alone"));
    }

    /** Before whatever puts records on its topics. */
    @Override
    public int order() {
        return -1;
    }

    @Override
    public Map<String, String> start() {
        if (alone) {
            EmbeddedKafka started = EmbeddedKafka.start();
            own = started;
            Shared.cover(BOOTSTRAP, started.bootstrap());
        }
        String bootstrap = bootstrap();
        return Map.of("sluice.kafka.bootstrap", bootstrap, "kafka.bootstrap.servers", bootstrap);
    }

    @Override
    public void stop() {
        // The shared one is stopped by the JVM's end.
        if (own != null) {
            Shared.uncover(BOOTSTRAP);
            own.close();
            own = null;
        }
    }
}
