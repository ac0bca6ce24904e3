package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that cannot work are refused before anything reaches a cluster. */
class ChartRefusalTest {

    static Stream<Arguments> combinations() {
        return Stream.of(
                arguments(Map.of("kafka.bootstrap", ""), "for a Strimzi cluster"),
                arguments(Map.of("analytics.replicas", 2), "one process may open"),
                arguments(Map.of("analytics.autoscaling.enabled", true), "one process may open"),
                arguments(Map.of("worker.replicas", 2), "leases in Redis"),
                arguments(Map.of("worker.autoscaling.enabled", true), "leases in Redis"),
                arguments(Map.of("redis.url", "redis://:hunter2@redis:6379"), "redis.existingSecret"),
                arguments(Map.of("redis.url", "redis://redis:6379", "redis.existingSecret", "redis"), "are both set"),
                arguments(Map.of("gateway.autoscaling.minReplicas", 20), "minReplicas is above maxReplicas"),
                arguments(Map.of("gateway.signIn.issuer", "https://id.example.com"), "gateway.signIn.jwksUrl"),
                arguments(Map.of("gateway.signIn.existingSecret", "sign-in"), "nobody would use the secret"),
                arguments(Map.of("ingress.enabled", true), "ingress.hosts"),
                arguments(Map.of("httpRoute.enabled", true), "httpRoute.parentRefs"),
                arguments(Map.of("serviceMonitor.enabled", true), "networkPolicy.metricsFrom"),
                arguments(Map.of("worker.keda.enabled", true), "leases in Redis"),
                arguments(
                        Map.of(
                                "redis.url",
                                "redis://redis:6379",
                                "worker.keda.enabled",
                                true,
                                "worker.autoscaling.enabled",
                                true),
                        "one against the other"),
                arguments(
                        Map.of("worker.keda.enabled", true, "worker.keda.minReplicas", 9),
                        "worker.keda.minReplicas is above maxReplicas"),
                arguments(
                        Map.of("worker.keda.enabled", true, "worker.config.sluice\\.worker\\.transport", "share"),
                        "share group"),
                arguments(Map.of("tests.enabled", false, "tests.apiKey.existingSecret", "key"), "nobody would use"),
                arguments(
                        Map.of("gateway.config.sluice\\.gateway\\.admin-key", "hunter2"),
                        "a ConfigMap is no place for a secret"));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void aCombinationThatCannotWorkIsRefusedWithTheWayOut(Map<String, ?> values, String sentence) {
        assertThatThrownBy(() -> Chart.with(Chart.example("minimal"), values)).hasMessageContaining(sentence);
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        Map<String, ?> values = Map.of("kafka.bootstrap", "", "analytics.replicas", 3, "worker.replicas", 3);

        assertThatThrownBy(() -> Chart.with(Chart.example("minimal"), values))
                .hasMessageContaining("Strimzi")
                .hasMessageContaining("DuckDB")
                .hasMessageContaining("leases");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    gatway                                | 2
                    gateway.replica                       | 2
                    gateway.replicas                      | many
                    gateway.replicas                      | -1
                    gateway.image.tag                     | latest
                    image.tag                             | latest
                    image.variant                         | musl
                    image.pullPolicy                      | Sometimes
                    gateway.image.digest                  | sha256:abc
                    gateway.autoscaling.targetCPU         | 0
                    gateway.autoscaling.targetCPU         | 101
                    gateway.autoscaling.cpu               | 70
                    gateway.service.type                  | ExternalName
                    gateway.shutdownSeconds               | 4
                    gateway.shutdownSeconds               | 901
                    gateway.resources.limits.memory       | lots
                    gateway.resources.request             | 1
                    gateway.config.log                    | INFO
                    cache.autoscaling.enabled             | maybe
                    worker.extraEnv[0].name               | lower-case
                    analytics.persistence.size            | big
                    analytics.persistence.class           | fast
                    kafka.bootstrap                       | kafka
                    kafka.bootstrap                       | http://kafka:9092
                    kafka.partitions                      | 0
                    kafka.replication                     | 10
                    kafka.existingSecret                  | Not_A_Name
                    redis.url                             | http://redis:6379
                    redis.sentinel                        | true
                    providers.openaiBaseUrl               | api.openai.com
                    secrets.adminKey                      | hunter2
                    preStopSeconds                        | 0
                    preStopSeconds                        | 301
                    gateway.drainDelaySeconds             | -1
                    gateway.drainDelaySeconds             | 301
                    cache.drainDelaySeconds               | 5
                    topologySpread.whenUnsatisfiable      | Never
                    networkPolicy.redisPorts[0]           | 70000
                    networkPolicy.clientsFrom[0].podLabel | app
                    networkPolicy.open                    | true
                    ingress.class                         | nginx
                    httpRoute.requestTimeout              | never
                    serviceMonitor.interval               | often
                    fullnameOverride                      | Not_A_Name
                    global.imageRegistry                  | https://registry
                    gateway.autoscaling.targetInFlight    | -1
                    cache.autoscaling.targetInFlight      | 100
                    worker.autoscaling.targetQueueAgeSeconds | soon
                    worker.keda.minReplicas               | 0
                    worker.keda.lagThreshold              | 0
                    worker.keda.scaleToZero               | true
                    kafka.topicsJob.enabled               | perhaps
                    trust.password                        | a b
                    trust.keystore                        | mine
                    gateway.extraVolumes[0].name           | Not_A_Name
                    gateway.extraVolumeMounts[0].mountPath | relative
                    prometheusRule.runbook                | here
                    dashboards.enabled                    | 1
                    tests.apiKey.value                    | sk-sl-x
                    extraObjects                          | none
                    httpRoute.backendRequestTimeout       | long
                    """)
    void aValueTheSchemaDoesNotAllowIsRefusedByName(String key, String value) {
        assertThatThrownBy(() -> Chart.with(Chart.example("minimal"), Map.of(key, value)))
                .hasMessageContaining("values don't meet the specifications of the schema")
                .satisfies(e -> assertThat(e.getMessage().toLowerCase(Locale.ROOT))
                        .as("names the value")
                        .contains(lastName(key)));
    }

    @Test
    void aFolderOfTheNodeIsNoVolume() {
        Map<String, ?> values =
                Map.of("gateway.extraVolumes[0].name", "node", "gateway.extraVolumes[0].hostPath.path", "/var/log");

        assertThatThrownBy(() -> Chart.with(Chart.example("minimal"), values)).hasMessageContaining("extraVolumes");
    }

    private static String lastName(String key) {
        return key.substring(key.lastIndexOf('.') + 1)
                .replaceAll("\\[\\d+]", "")
                .toLowerCase(Locale.ROOT);
    }
}
