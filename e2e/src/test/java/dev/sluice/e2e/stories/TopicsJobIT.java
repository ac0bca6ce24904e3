package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.topics.Topics;
import dev.sluice.local.doctor.KafkaLook;
import dev.sluice.testkit.EmbeddedKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart's topics Job, as its container runs it: the libraries of the worker's image and nothing else. */
class TopicsJobIT {

    private static final Pattern CLASS_PATH = Pattern.compile("\"-cp\", \"([^\"]+)\"");

    @TempDir
    Path tmp;

    private record Ran(int exit, String said) {}

    @Test
    void itMakesEveryTopicOnceAndSaysSo() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            Ran first = job(Map.of("SLUICE_KAFKA_BOOTSTRAP", kafka.bootstrap(), "SLUICE_KAFKA_PARTITIONS", "3"));
            Ran second = job(Map.of("SLUICE_KAFKA_BOOTSTRAP", kafka.bootstrap()));

            assertThat(first.exit()).as(first.said()).isZero();
            assertThat(first.said())
                    .contains("Of %1$d topics %1$d were made"
                            .formatted(Topics.all().size()));
            assertThat(second.exit()).as(second.said()).isZero();
            assertThat(second.said())
                    .contains("Of %d topics 0 were made".formatted(Topics.all().size()));
            List<String> names = Topics.all().stream().map(Topics.Spec::name).toList();
            assertThat(names).containsExactlyInAnyOrderElementsOf(KafkaLook.TOPICS);
            assertThat(admin.describeTopics(names).allTopicNames().get().values())
                    .hasSameSizeAs(names)
                    .allSatisfy(topic -> assertThat(topic.partitions()).hasSize(3));
        }
    }

    @Test
    void theSettingsOfTheSecretAreReadAsTheServicesReadThem() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Path file = Files.writeString(
                    tmp.resolve("kafka.properties"), "sluice.kafka.properties.\"security.protocol\"=SASL_SSL\n");

            Ran ran = job(
                    Map.of("SLUICE_KAFKA_BOOTSTRAP", kafka.bootstrap(), "QUARKUS_CONFIG_LOCATIONS", file.toString()));

            assertThat(ran.exit())
                    .as("a broker without TLS is not spoken to with it")
                    .isNotZero();
            assertThat(ran.said()).contains("JAAS");
        }
    }

    private static Ran job(Map<String, String> environment) throws Exception {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx128m",
                        "-cp",
                        classPath(),
                        "dev.sluice.kit.kafka.TopicsJob")
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Ran(process.exitValue(), said);
    }

    /** The chart's, with the image's folder where the build left it. */
    private static String classPath() throws IOException {
        String template = Files.readString(Path.of("../helm/sluice/templates/topics-job.yaml"));
        Matcher chart = CLASS_PATH.matcher(template);
        assertThat(chart.find()).as("the Job has a class path").isTrue();
        return chart.group(1).replace("/app/", "../worker-service/target/quarkus-app/");
    }
}
