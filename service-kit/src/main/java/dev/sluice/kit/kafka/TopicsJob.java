package dev.sluice.kit.kafka;

import dev.sluice.contracts.topics.Topics;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/**
 * Makes every topic of the suite and ends: what a cluster runs before the services start, with the one account that may
 * create topics. Reads the same {@code sluice.kafka.*} keys as the services, from the environment and from the files that
 * QUARKUS_CONFIG_LOCATIONS names, and is a plain program: {@code java -cp "/app/lib/main/*" dev.sluice.kit.kafka.TopicsJob}.
 */
public final class TopicsJob {

    private static final String TIMEOUT_MILLIS = "30000";

    private TopicsJob() {}

    /** Exit codes: 0 all topics are there, 1 Kafka cannot be reached or refuses. */
    public static void main(String[] arguments) {
        System.exit(run(config(System.getenv("QUARKUS_CONFIG_LOCATIONS"))));
    }

    static int run(SmallRyeConfig config) {
        Map<String, Object> client = client(config);
        Object bootstrap = client.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        var missing = new MissingTopics(
                config.getOptionalValue("sluice.kafka.partitions", Integer.class),
                config.getOptionalValue("sluice.kafka.replication", Short.class));
        List<Topics.Spec> topics = Topics.all();
        try (Admin admin = Admin.create(client)) {
            List<String> made = missing.create(admin, topics);
            System.out.printf("Of %d topics %d were made: %s%n", topics.size(), made.size(), made);
            return 0;
        } catch (ExecutionException e) {
            System.err.printf(
                    "The topics could not be made at %s: %s%nCheck that sluice.kafka.bootstrap names brokers that this pod"
                            + " reaches, and that its account may describe and create topics called sluice.*%n",
                    bootstrap, e.getCause() == null ? e : e.getCause());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** The keys as a service would see them. */
    static SmallRyeConfig config(String locations) {
        var builder = new SmallRyeConfigBuilder().addDefaultSources().addDefaultInterceptors();
        if (locations != null) {
            for (String location : locations.split(",", -1)) {
                try {
                    builder.withSources(new PropertiesConfigSource(
                            Path.of(location.strip()).toUri().toURL(), 200));
                } catch (IOException e) {
                    throw new IllegalArgumentException(
                            "QUARKUS_CONFIG_LOCATIONS names " + location + ", which cannot be read; mount it or name"
                                    + " another file",
                            e);
                }
            }
        }
        return builder.build();
    }

    private static Map<String, Object> client(SmallRyeConfig config) {
        Map<String, Object> client = new HashMap<>();
        config.getOptionalValues("sluice.kafka.properties", String.class, String.class)
                .ifPresent(client::putAll);
        client.put(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                config.getOptionalValue("sluice.kafka.bootstrap", String.class).orElse("localhost:9092"));
        client.put(CommonClientConfigs.CLIENT_ID_CONFIG, "sluice-topics-job");
        client.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        client.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        return client;
    }
}
