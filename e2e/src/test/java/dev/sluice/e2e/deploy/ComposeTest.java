package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docker-compose.yml runs the five services apart, closed to all but the gateway. */
class ComposeTest {

    private static final Map<String, Object> FILE = parsed();
    private static final Map<String, Map<String, Object>> SERVICES = at(FILE, "services");

    static List<String> services() {
        return Repo.SERVICES;
    }

    static Stream<String> containers() {
        return SERVICES.keySet().stream();
    }

    @Test
    void theFiveAreThereWithWhatTheyNeed() {
        assertThat(SERVICES)
                .containsOnlyKeys(Stream.concat(
                                Repo.SERVICES.stream(),
                                Stream.of(
                                        "kafka",
                                        "opensearch",
                                        "valkey-leases",
                                        "valkey-cache",
                                        "prometheus",
                                        "grafana"))
                        .toArray(String[]::new));
    }

    @Test
    void whatOnlyWatchesIsInTheFullProfileTheSharedIndexInItsOwnAndTheRestStartsAlways() {
        assertThat(SERVICES.keySet())
                .filteredOn(name -> SERVICES.get(name).containsKey("profiles"))
                .containsExactlyInAnyOrder("prometheus", "grafana", "opensearch")
                .allMatch(name -> SERVICES.get(name)
                        .get("profiles")
                        .equals(List.of(name.equals("opensearch") ? "opensearch" : "full")));
        assertThat(SERVICES)
                .allSatisfy((name, container) -> assertThat(
                                ((Map<String, Object>) container.getOrDefault("depends_on", Map.of())).keySet())
                        .as("what %s waits for starts whenever it does", name)
                        .allMatch(other ->
                                !SERVICES.get(other).containsKey("profiles") || container.containsKey("profiles")));
    }

    @Test
    void prometheusScrapesEachServiceWhereItsMetricsAre() {
        Map<String, Object> scraped = parsed("compose/prometheus.yml");

        List<Map<String, Object>> jobs = at(scraped, "scrape_configs");
        assertThat(jobs).hasSameSizeAs(Repo.SERVICES).allSatisfy(job -> {
            String service = job.get("job_name").toString();
            String port = KnownSettings.property(service, "quarkus.management.enabled")
                            .equals("true")
                    ? KnownSettings.property(service, "quarkus.management.port")
                    : KnownSettings.property(service, "quarkus.http.port");
            assertThat(job.get("static_configs").toString()).contains("[" + service + ":" + port + "]");
            assertThat(job.get("metrics_path")).isEqualTo("/metrics");
        });
    }

    @Test
    void everyFileThatIsMountedIsThere() {
        assertThat(SERVICES.values().stream()
                        .flatMap(container -> ((List<String>) container.getOrDefault("volumes", List.of())).stream())
                        .filter(mount -> mount.startsWith("./"))
                        .toList())
                .hasSize(4)
                .allSatisfy(mount -> {
                    assertThat(mount).endsWith(":ro");
                    assertThat(Repo.path(mount.substring(2, mount.indexOf(':'))))
                            .exists();
                });
        assertThat(parsed("compose/grafana/datasources/prometheus.yaml").toString())
                .contains("url=http://prometheus:9090");
        assertThat(parsed("compose/grafana/dashboards/sluice.yaml").toString())
                .contains("path=/var/lib/sluice/dashboards");
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceIsBuiltFromItsDockerfile(String service) {
        Map<String, Object> build = at(SERVICES.get(service), "build");

        assertThat(build).containsEntry("context", ".");
        assertThat(build.get("dockerfile")).isEqualTo(service + "-service/src/main/docker/Dockerfile.jvm");
        assertThat(Repo.path(build.get("dockerfile").toString())).exists();
        assertThat(SERVICES.get(service).get("image").toString())
                .startsWith("sluice/" + service + "-service:")
                .contains("0.1.0-SNAPSHOT");
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyVariableIsOneTheServiceReads(String service) {
        Map<String, String> environment = at(SERVICES.get(service), "environment");

        assertThat(environment.keySet()).allMatch(name -> KnownSettings.reads(service, name), "known to " + service);
        assertThat(environment).containsEntry("SLUICE_KAFKA_BOOTSTRAP", "kafka:9092");
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceIsAskedForItsHealthOnItsPortByWhatItsImageHas(String service) {
        List<String> test = at(at(SERVICES.get(service), "healthcheck"), "test");

        String port = KnownSettings.property(service, "quarkus.http.port");
        assertThat(test).startsWith("CMD", "bash", "-c");
        assertThat(test.get(3))
                .contains("/dev/tcp/127.0.0.1/" + port + " ")
                .contains("GET /health/ready HTTP/1.0")
                .doesNotContain("curl")
                .doesNotContain("wget");
    }

    @ParameterizedTest
    @MethodSource("services")
    void peersAreFoundByNameAndPort(String service) {
        Map<String, String> environment = at(SERVICES.get(service), "environment");

        assertThat(Repo.SERVICES)
                .allSatisfy(peer -> assertThat(environment)
                        .containsEntry(
                                "SLUICE_PEERS_" + peer.toUpperCase(java.util.Locale.ROOT),
                                "http://" + peer + ":" + KnownSettings.property(peer, "quarkus.http.port")));
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceWritesOnlyWhereItIsMeantTo(String service) {
        Map<String, Object> container = SERVICES.get(service);

        assertThat(container).containsEntry("read_only", true);
        assertThat((List<String>) at(container, "tmpfs"))
                .anyMatch(mount -> mount.startsWith("/tmp:exec,"))
                .allMatch(mount -> mount.contains("size="));
        var data = new HashSet<String>();
        ((List<String>) at(container, "tmpfs")).forEach(mount -> data.add(mount.split(":")[0]));
        ((List<String>) container.getOrDefault("volumes", List.of())).forEach(mount -> data.add(mount.split(":")[1]));
        assertThat(data).containsExactlyInAnyOrder("/tmp", "/data");
    }

    @ParameterizedTest
    @MethodSource("containers")
    void everyContainerIsBoundedAndWithoutPrivileges(String name) {
        Map<String, Object> container = SERVICES.get(name);

        assertThat(container).containsKeys("mem_limit", "cpus", "pids_limit", "healthcheck", "restart");
        assertThat(container).containsEntry("cap_drop", List.of("ALL"));
        assertThat(container).containsEntry("security_opt", List.of("no-new-privileges:true"));
        assertThat(container.get("image").toString())
                .contains(":")
                .doesNotEndWith(":latest")
                .doesNotContain("bitnami");
    }

    @Test
    void onlyTheGatewayIsPublishedAndItsAdminPortOnlyToThisMachine() {
        assertThat(SERVICES.get("gateway").get("ports"))
                .isEqualTo(List.of("${SLUICE_PORT:-8080}:8080", "127.0.0.1:${SLUICE_ADMIN_PORT:-9000}:9000"));
        assertThat(SERVICES.keySet())
                .filteredOn(name -> SERVICES.get(name).containsKey("ports"))
                .containsExactlyInAnyOrder("gateway", "grafana");
        assertThat(SERVICES.get("grafana").get("ports"))
                .as("to this machine only")
                .isEqualTo(List.of("127.0.0.1:${SLUICE_GRAFANA_PORT:-3000}:3000"));
        assertThat(KnownSettings.property("gateway", "quarkus.management.port")).isEqualTo("9000");
    }

    @Test
    void onlyTheGatewayHasAWayOut() {
        Map<String, Map<String, Object>> networks = at(FILE, "networks");

        assertThat(networks.get("inside")).containsEntry("internal", true);
        assertThat(SERVICES).allSatisfy((name, container) -> {
            List<String> joined = at(container, "networks");
            assertThat(joined).contains("inside");
            assertThat(joined.contains("outside")).isEqualTo(name.equals("gateway"));
            assertThat(joined.contains("desk")).isEqualTo(name.equals("grafana"));
        });
    }

    @Test
    void secretsComeFromOutsideAndTheirAbsenceTellsTheRemedy() {
        Map<String, String> environment = at(SERVICES.get("gateway"), "environment");

        assertThat(Stream.of("SLUICE_INTERNAL_SECRET", "SLUICE_GATEWAY_ADMIN_KEY", "SLUICE_GATEWAY_KEY_PEPPER")
                        .map(environment::get))
                .allMatch(value -> value.matches("\\$\\{SLUICE_[A-Z_]+:\\?[^}]*openssl rand -hex 32[^}]*}"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void whatIsNotSetIsAbsentAndNotEmpty(String service) {
        Map<String, String> environment = at(SERVICES.get(service), "environment");

        assertThat(environment.values())
                .as("an empty value is not an absent one, and some settings refuse the start over it")
                .allMatch(value -> value == null || !(value.isEmpty() || value.contains(":-}")));
    }

    @Test
    void leasesAreNeverEvictedAndTheCacheForgets() {
        assertThat((List<String>) at(SERVICES.get("valkey-leases"), "command")).contains("noeviction");
        assertThat((List<String>) at(SERVICES.get("valkey-cache"), "command")).contains("allkeys-lfu");
    }

    @Test
    void everyNamedVolumeIsDeclaredAndUsed() {
        Set<String> declared = FILE.get("volumes") instanceof Map<?, ?> volumes
                ? new HashSet<>(volumes.keySet().stream().map(Object::toString).toList())
                : Set.of();
        var used = new HashSet<String>();
        SERVICES.values()
                .forEach(container -> ((List<String>) container.getOrDefault("volumes", List.of()))
                        .stream()
                                .filter(mount -> !mount.startsWith("./"))
                                .forEach(mount -> used.add(mount.split(":")[0])));

        assertThat(used).isEqualTo(declared);
    }

    private static Map<String, Object> parsed() {
        return parsed("docker-compose.yml");
    }

    private static Map<String, Object> parsed(String file) {
        try (var reader = Files.newBufferedReader(Repo.path(file))) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T at(Map<String, ?> map, String key) {
        assertThat(map).containsKey(key);
        return (T) map.get(key);
    }
}
