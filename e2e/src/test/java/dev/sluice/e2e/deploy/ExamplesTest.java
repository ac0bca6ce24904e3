package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.topics.Topics;
import dev.sluice.local.doctor.KafkaLook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the chart's examples give others fits what the services ask for. */
class ExamplesTest {

    private static final Path FOLDER = Repo.path("helm", "sluice", "examples");

    @Test
    void everyExampleIsOnThePageAndEveryFileOnThePageIsThere() throws IOException {
        String page = Repo.read(FOLDER.resolve("README.md"));

        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".yaml")))
                    .isNotEmpty()
                    .allMatch(name -> page.contains("](" + name + ")"));
        }
    }

    @Test
    void strimzisAccountMayUseEveryTopicAndGroup() {
        List<Map<String, Object>> objects = documents("strimzi.yaml");

        assertThat(objects).extracting(it -> it.get("kind")).containsExactly("KafkaNodePool", "Kafka", "KafkaUser");
        assertThat(objects).allMatch(it -> it.get("apiVersion").equals("kafka.strimzi.io/v1"));
        List<Map<String, Object>> acls = at(objects.get(2), "spec", "authorization", "acls");
        assertThat(acls)
                .filteredOn(acl -> at(acl, "resource", "type").equals("topic"))
                .singleElement()
                .satisfies(acl -> assertThat(Topics.all())
                        .allMatch(topic -> topic.name().startsWith(at(acl, "resource", "name"))));
        assertThat(acls)
                .filteredOn(acl -> at(acl, "resource", "type").equals("group"))
                .singleElement()
                .satisfies(acl ->
                        assertThat(at(acl, "resource", "name").toString()).isEqualTo("sluice"));
        int largest = Topics.all().stream()
                .map(topic -> topic.config().getOrDefault("max.message.bytes", "0"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElseThrow();
        assertThat((Integer) at(objects.get(1), "spec", "kafka", "config", "message.max.bytes"))
                .isGreaterThanOrEqualTo(largest);
    }

    @Test
    void theTopicsJobAndTheDoctorKnowEveryTopic() {
        String source = Repo.read("contracts/src/main/java/dev/sluice/contracts/topics/Topics.java");

        assertThat(Topics.all().stream().map(Topics.Spec::name)).containsExactlyInAnyOrderElementsOf(KafkaLook.TOPICS);
        assertThat(Pattern.compile("\"(sluice\\.[a-z.]*[a-z])\"")
                        .matcher(source)
                        .results()
                        .map(match -> match.group(1)))
                .isSubsetOf(KafkaLook.TOPICS);
    }

    @Test
    void leasesAreNeverEvictedAndTheCacheForgets() {
        assertThat(documents("valkey-leases-values.yaml")
                        .getFirst()
                        .get("valkeyConfig")
                        .toString())
                .contains("maxmemory-policy noeviction", "appendonly yes");
        assertThat(documents("valkey-cache-values.yaml")
                        .getFirst()
                        .get("valkeyConfig")
                        .toString())
                .contains("maxmemory-policy allkeys-lfu", "maxmemory 2gb");
    }

    @Test
    void noExampleBringsAnImageWithoutAVersionOrFromBitnami() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(Repo::read).toList())
                    .noneMatch(text -> text.contains(":latest") || text.contains("bitnami"));
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> documents(String name) {
        try (var reader = Files.newBufferedReader(FOLDER.resolve(name))) {
            return StreamSupport.stream(
                            new Yaml(new SafeConstructor(new LoaderOptions()))
                                    .loadAll(reader)
                                    .spliterator(),
                            false)
                    .map(document -> (Map<String, Object>) document)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T at(Map<String, Object> map, String... path) {
        Object here = map;
        for (String name : path) {
            assertThat(here).isInstanceOf(Map.class);
            here = ((Map<String, Object>) here).get(name);
        }
        return (T) here;
    }
}
