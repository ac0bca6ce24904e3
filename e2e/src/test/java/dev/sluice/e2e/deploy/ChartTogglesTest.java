package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is switched on and off, the chart renders what Kubernetes takes. */
class ChartTogglesTest {

    private static final int TRIES = 300;
    private static final Path MINIMAL = Chart.example("minimal");

    /** Each is on or off by chance; what one needs beside comes with it. */
    private static final List<Map<String, Object>> TOGGLES = List.of(
            Map.of("gateway.autoscaling.enabled", false),
            Map.of("gateway.autoscaling.targetInFlight", 300),
            Map.of("cache.autoscaling.enabled", false),
            Map.of("optimizer.autoscaling.enabled", false),
            Map.of("optimizer.image.variant", "native"),
            Map.of("secrets.existingSecret", "made-elsewhere"),
            Map.of("kafka.existingSecret", "kafka-account"),
            Map.of("kafka.topicsJob.enabled", true, "kafka.partitions", 6, "kafka.replication", 3),
            Map.of("providers.existingSecret", "providers", "providers.openaiBaseUrl", "https://llm.example.com/v1"),
            Map.of("gateway.controlFile.existingSecret", "control"),
            Chart.SIGN_IN,
            Map.of("podDisruptionBudget.enabled", false),
            Map.of("topologySpread.enabled", false),
            Map.of("networkPolicy.enabled", false),
            Map.of("networkPolicy.metricsFrom[0].podSelector.matchLabels.app", "prometheus"),
            Map.of("networkPolicy.clientsFrom[0].podSelector.matchLabels.app", "proxy"),
            Map.of("ingress.enabled", true, "ingress.hosts[0]", "llm.example.com"),
            Map.of("httpRoute.enabled", true, "httpRoute.parentRefs[0].name", "public"),
            Map.of("prometheusRule.enabled", true),
            Map.of("dashboards.enabled", true),
            Map.of("tests.enabled", false),
            Map.of("worker.config.sluice\\.kafka\\.admin-timeout", "20s"),
            Map.of("gateway.extraEnv[0].name", "TZ", "gateway.extraEnv[0].value", "UTC"),
            Map.of("gateway.javaOptions", "-Xlog:gc"),
            Map.of("global.imageRegistry", "registry.internal:5000"));

    static LongStream seeds() {
        return LongStream.range(0, TRIES);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyCombinationIsValid(long seed) {
        Map<String, Object> values = chosen(new Random(seed));

        Rendered rendered = Chart.withHooks(MINIMAL, values);

        Set<String> names = new HashSet<>();
        assertThat(rendered.objects()).as("%s", values).allSatisfy(object -> {
            assertThat(UnknownFields.of(object)).isEmpty();
            assertThat(object.getMetadata().getName()).hasSizeLessThanOrEqualTo(63);
            assertThat(object.getMetadata().getNamespace()).isEqualTo(Chart.NAMESPACE);
            assertThat(names.add(key(object))).isTrue();
        });
        Set<String> scaled = rendered.all(HorizontalPodAutoscaler.class).stream()
                .map(it -> it.getSpec().getScaleTargetRef().getName())
                .collect(Collectors.toSet());
        assertThat(rendered.all(Deployment.class))
                .filteredOn(it -> scaled.contains(it.getMetadata().getName()))
                .allMatch(it -> it.getSpec().getReplicas() == null);
        assertThat(rendered.podSpecs()).as("%s", values).allSatisfy((name, spec) -> {
            assertThat(spec.getAutomountServiceAccountToken()).isFalse();
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
            Set<String> volumes =
                    spec.getVolumes().stream().map(Volume::getName).collect(Collectors.toSet());
            assertThat(spec.getContainers()).allSatisfy(container -> {
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                        .isTrue();
                assertThat(container.getImage()).doesNotEndWith(":latest").contains(":");
                assertThat(container.getResources().getLimits()).containsKey("memory");
                assertThat(container.getVolumeMounts())
                        .as("analytics' data is on a claim")
                        .allMatch(mount -> volumes.contains(mount.getName())
                                || (name.equals("analytics") && mount.getName().equals("data")));
            });
        });
    }

    private static Map<String, Object> chosen(Random random) {
        var values = new HashMap<String, Object>();
        TOGGLES.stream().filter(toggle -> random.nextBoolean()).forEach(values::putAll);
        if (random.nextBoolean()) {
            values.put("redis.url", "redis://redis:6379");
            // One of the two that may set the number of workers, or neither.
            values.putAll(
                    switch (random.nextInt(3)) {
                        case 0 -> Map.of("worker.autoscaling.enabled", true);
                        case 1 -> Map.of("worker.keda.enabled", true);
                        default -> Map.of("worker.replicas", 4);
                    });
        }
        if (random.nextBoolean()) {
            values.put("trust.existingSecret", "trust");
        }
        if (values.containsKey("networkPolicy.enabled")
                || values.containsKey("networkPolicy.metricsFrom[0].podSelector.matchLabels.app")) {
            values.put("serviceMonitor.enabled", random.nextBoolean());
        }
        return values;
    }

    private static String key(HasMetadata object) {
        return object.getKind() + "/" + object.getMetadata().getName();
    }
}
