package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pod of every example is restricted, probed, bounded, found by its Service and told only what it can read. */
class PodPolicyTest {

    static List<Path> examples() {
        return Chart.examples();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyPodMeetsTheRestrictedStandard(Path values) {
        Rendered rendered = Chart.withHooks(values, Map.of());
        assertThat(rendered.pods()).hasSize(5);
        assertThat(rendered.podSpecs()).hasSizeGreaterThan(5).allSatisfy((name, spec) -> {
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(spec.getSecurityContext().getRunAsUser()).isEqualTo(10001);
            assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(spec.getAutomountServiceAccountToken()).isFalse();
            assertThat(spec.getHostNetwork()).isNull();
            assertThat(spec.getHostPID()).isNull();
            assertThat(spec.getVolumes()).allMatch(volume -> volume.getHostPath() == null);
            assertThat(spec.getContainers()).allSatisfy(container -> {
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                        .isFalse();
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                        .isTrue();
                assertThat(container.getSecurityContext().getPrivileged()).isNull();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL");
                assertThat(container.getSecurityContext().getCapabilities().getAdd())
                        .isEmpty();
            });
        });
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyContainerWritesOnlyIntoBoundedVolumes(Path values) {
        assertThat(Chart.with(values).pods()).allSatisfy((service, pod) -> {
            List<String> writable = only(pod).getVolumeMounts().stream()
                    .filter(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                    .map(VolumeMount::getMountPath)
                    .toList();
            assertThat(writable).containsExactlyInAnyOrder("/tmp", "/data");
            assertThat(pod.getSpec().getVolumes())
                    .filteredOn(volume -> volume.getEmptyDir() != null)
                    .allMatch(volume -> volume.getEmptyDir().getSizeLimit() != null);
        });
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyContainerIsProbedOnItsMainPort(Path values) {
        assertThat(Chart.with(values).pods()).allSatisfy((service, pod) -> {
            Container container = only(pod);
            assertProbe(container.getStartupProbe(), "/health/live", container);
            assertProbe(container.getLivenessProbe(), "/health/live", container);
            assertProbe(container.getReadinessProbe(), "/health/ready", container);
            assertThat(container.getPorts())
                    .filteredOn(port -> port.getName().equals("http"))
                    .singleElement()
                    .extracting(ContainerPort::getContainerPort)
                    .hasToString(KnownSettings.property(service, "quarkus.http.port"));
            assertThat(Sources.answersHealthOnItsMainPort(service))
                    .as("%s has a management port and no route for its health on the main one", service)
                    .isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyPodMayFinishWhatItBegan(Path values) {
        assertThat(Chart.with(values).pods()).allSatisfy((service, pod) -> {
            Container container = only(pod);
            long sleep = container.getLifecycle().getPreStop().getSleep().getSeconds();
            String drainedBy = service.equals("gateway") ? "SLUICE_GATEWAY_DRAIN_TIMEOUT" : "QUARKUS_SHUTDOWN_TIMEOUT";
            long drain =
                    Long.parseLong(variable(container, drainedBy).getValue().replace("s", ""));
            long delay = service.equals("gateway")
                    ? Long.parseLong(variable(container, "SLUICE_GATEWAY_DRAIN_DELAY")
                            .getValue()
                            .replace("s", ""))
                    : 0;
            assertThat(pod.getSpec().getTerminationGracePeriodSeconds())
                    .isGreaterThanOrEqualTo(sleep + delay + drain + 15);
        });
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyContainerSaysWhatItNeedsAndMayTake(Path values) {
        assertThat(Chart.with(values).pods()).allSatisfy((service, pod) -> {
            Map<String, Quantity> requests = only(pod).getResources().getRequests();
            Map<String, Quantity> limits = only(pod).getResources().getLimits();
            assertThat(requests).containsKeys("cpu", "memory");
            assertThat(limits).containsKey("memory");
            assertThat(limits.get("memory").getNumericalAmount())
                    .isGreaterThanOrEqualTo(requests.get("memory").getNumericalAmount());
        });
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyImageIsOursAndPinned(Path values) {
        assertThat(Chart.with(values).pods())
                .allSatisfy((service, pod) -> assertThat(only(pod).getImage())
                        .contains("sluice/" + service + "-service:")
                        .doesNotContain(":latest")
                        .doesNotContain("bitnami"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyVariableIsOneTheServiceReads(Path values) {
        assertThat(Chart.with(values).pods()).allSatisfy((service, pod) -> {
            assertThat(only(pod).getEnv())
                    .extracting(EnvVar::getName)
                    .doesNotHaveDuplicates()
                    .allMatch(name -> KnownSettings.reads(service, name), "known to " + service);
        });
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everySettingInAConfigMapIsOneTheServiceReads(Path values) {
        assertThat(Chart.with(values).all(ConfigMap.class).stream()
                        .filter(map -> map.getData().containsKey("application.properties")))
                .allSatisfy(map -> {
                    String service = map.getMetadata().getLabels().get("app.kubernetes.io/component");
                    assertThat(map.getData().get("application.properties").lines())
                            .isNotEmpty()
                            .map(line -> line.substring(0, line.indexOf('=')))
                            .allMatch(
                                    key -> key.startsWith("quarkus.")
                                            || KnownSettings.keys(service).knows(key),
                                    "known to " + service);
                });
    }

    @ParameterizedTest
    @MethodSource("examples")
    void noSecretStandsInAPod(Path values) {
        assertThat(Chart.with(values).pods()).allSatisfy((service, pod) -> {
            assertThat(pod.getSpec().getEnableServiceLinks())
                    .as("service links look like settings")
                    .isFalse();
            assertThat(only(pod).getEnv())
                    .filteredOn(variable -> variable.getName().matches(".*(SECRET|KEY|PEPPER|PASSWORD).*"))
                    .isNotEmpty()
                    .allMatch(variable -> variable.getValue() == null
                            && variable.getValueFrom().getSecretKeyRef() != null);
        });
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyPodIsOwnedSelectedAndServed(Path values) {
        Rendered rendered = Chart.with(values);

        Map<String, PodTemplateSpec> pods = rendered.pods();
        rendered.all(Deployment.class)
                .forEach(it -> assertSelects(
                        it.getSpec().getSelector().getMatchLabels(),
                        it.getSpec().getTemplate()));
        rendered.all(StatefulSet.class)
                .forEach(it -> assertSelects(
                        it.getSpec().getSelector().getMatchLabels(),
                        it.getSpec().getTemplate()));
        var accounts = names(rendered, ServiceAccount.class);
        assertThat(pods.values())
                .allSatisfy(pod -> assertThat(accounts).contains(pod.getSpec().getServiceAccountName()));
        assertThat(rendered.all(ServiceAccount.class))
                .allMatch(account -> Boolean.FALSE.equals(account.getAutomountServiceAccountToken()));
        assertThat(rendered.all(Service.class)).hasSize(6).allSatisfy(service -> {
            PodTemplateSpec target = pods.get(service.getSpec().getSelector().get("app.kubernetes.io/component"));
            assertSelects(service.getSpec().getSelector(), target);
            Set<String> ports =
                    only(target).getPorts().stream().map(ContainerPort::getName).collect(Collectors.toSet());
            assertThat(service.getSpec().getPorts())
                    .allSatisfy(port ->
                            assertThat(ports).contains(port.getTargetPort().getStrVal()));
        });
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyPeerAddressIsAServiceAndItsPort(Path values) {
        Rendered rendered = Chart.with(values);

        var addresses = new HashSet<String>();
        rendered.all(Service.class)
                .forEach(service -> service.getSpec()
                        .getPorts()
                        .forEach(port ->
                                addresses.add("http://" + service.getMetadata().getName() + ":" + port.getPort())));
        assertThat(rendered.pods())
                .allSatisfy((name, pod) -> assertThat(only(pod).getEnv())
                        .filteredOn(variable -> variable.getName().startsWith("SLUICE_PEERS_"))
                        .hasSize(5)
                        .allMatch(variable -> addresses.contains(variable.getValue())));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyAutoscalerHasATargetThatLeavesReplicasToIt(Path values) {
        Rendered rendered = Chart.with(values);

        assertThat(rendered.all(HorizontalPodAutoscaler.class)).allSatisfy(scaler -> {
            var target = scaler.getSpec().getScaleTargetRef();
            assertThat(target.getKind()).isEqualTo("Deployment");
            Deployment deployment = rendered.one(Deployment.class, target.getName());
            assertThat(deployment.getSpec().getReplicas()).isNull();
        });
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyDisruptionBudgetSelectsAPodAndLetsANodeGo(Path values) {
        Rendered rendered = Chart.with(values);

        assertThat(rendered.all(PodDisruptionBudget.class)).allSatisfy(budget -> {
            Map<String, String> selector = budget.getSpec().getSelector().getMatchLabels();
            assertThat(rendered.pods().values())
                    .anySatisfy(pod -> assertThat(pod.getMetadata().getLabels()).containsAllEntriesOf(selector));
            assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
        });
    }

    @Test
    void analyticsKeepsItsFileOnAClaimOfItsOwn() {
        StatefulSet analytics = Chart.with(Chart.example("production")).one(StatefulSet.class, "demo-sluice-analytics");

        PersistentVolumeClaim claim =
                analytics.getSpec().getVolumeClaimTemplates().getFirst();
        assertThat(analytics.getSpec().getReplicas()).isEqualTo(1);
        assertThat(claim.getSpec().getResources().getRequests().get("storage")).isEqualTo(new Quantity("100Gi"));
        assertThat(claim.getSpec().getStorageClassName()).isEqualTo("fast");
        assertThat(only(analytics.getSpec().getTemplate()).getVolumeMounts())
                .anyMatch(mount -> mount.getName().equals(claim.getMetadata().getName())
                        && mount.getMountPath().equals("/data"));
    }

    @Test
    void aSingleWorkerNeverRunsBesideItsSuccessor() {
        Deployment worker = Chart.with(Chart.example("minimal")).one(Deployment.class, "demo-sluice-worker");

        assertThat(worker.getSpec().getReplicas()).isEqualTo(1);
        assertThat(worker.getSpec()
                        .getStrategy()
                        .getRollingUpdate()
                        .getMaxSurge()
                        .getIntVal())
                .isZero();
    }

    @Test
    void whoSignsInToTheDashboardIsTheGatewaysBusinessAndItsSecretIsNoValue() {
        Rendered rendered = Chart.with(Chart.example("minimal"), Chart.SIGN_IN);

        var gateway = only(rendered.pods().get("gateway"));
        assertThat(variable(gateway, "SLUICE_GATEWAY_OIDC_SSO_ISSUER").getValue())
                .isEqualTo("https://id.example.com");
        assertThat(variable(gateway, "SLUICE_GATEWAY_OIDC_SSO_LOGIN_CLIENT_ID").getValue())
                .isEqualTo("dashboard");
        var secret = variable(gateway, "SLUICE_GATEWAY_OIDC_SSO_LOGIN_CLIENT_SECRET");
        assertThat(secret.getValue()).isNull();
        assertThat(secret.getValueFrom().getSecretKeyRef().getName()).isEqualTo("sign-in");
        assertThat(gateway.getEnv())
                .noneMatch(variable -> variable.getName().endsWith("ADMIN_CLAIM"))
                .filteredOn(variable -> variable.getName().startsWith("SLUICE_GATEWAY_OIDC"))
                .allMatch(variable -> KnownSettings.reads("gateway", variable.getName()));
        assertThat(only(rendered.pods().get("analytics")).getEnv())
                .noneMatch(variable -> variable.getName().contains("OIDC"));
    }

    @Test
    void theControlFileIsASecretTheGatewayAloneCanRead() {
        Rendered rendered = Chart.with(Chart.example("production"));

        assertThat(variable(only(rendered.pods().get("gateway")), "SLUICE_GATEWAY_CONTROL_FILE")
                        .getValue())
                .isEqualTo("/etc/sluice/control/control.yaml");
        assertThat(rendered.pods().get("gateway").getSpec().getVolumes())
                .anySatisfy(volume -> assertThat(volume.getSecret())
                        .isNotNull()
                        .extracting(secret -> secret.getSecretName())
                        .isEqualTo("sluice-control"));
        assertThat(rendered.pods().get("worker").getSpec().getVolumes())
                .noneMatch(volume -> volume.getName().equals("control"));
    }

    @Test
    void withRedisTheWorkerScalesAndTheCacheHasItsOwn() {
        Rendered rendered = Chart.with(Chart.example("ha-with-redis"));

        assertThat(names(rendered, HorizontalPodAutoscaler.class)).contains("demo-sluice-worker");
        assertThat(variable(only(rendered.pods().get("worker")), "SLUICE_REDIS_URL")
                        .getValue())
                .isEqualTo("redis://valkey-leases:6379");
        assertThat(variable(only(rendered.pods().get("gateway")), "SLUICE_REDIS_URL")
                        .getValue())
                .isEqualTo("redis://valkey-leases:6379");
        assertThat(variable(only(rendered.pods().get("cache")), "SLUICE_REDIS_URL")
                        .getValue())
                .isEqualTo("redis://valkey-cache:6379");
        assertThat(variable(only(rendered.pods().get("gateway")), "SLUICE_GATEWAY_CACHE_REDIS_URL")
                        .getValue())
                .as("where deletions are told")
                .isEqualTo("redis://valkey-cache:6379");
    }

    @Test
    void aNativeImageIsTakenForTheServicesThatSaySo() {
        Map<String, PodTemplateSpec> pods =
                Chart.with(Chart.example("native-images")).pods();

        assertThat(only(pods.get("gateway")).getImage()).endsWith("-native");
        assertThat(only(pods.get("optimizer")).getImage()).endsWith("-native");
        assertThat(only(pods.get("analytics")).getImage()).doesNotContain("native");
    }

    @Test
    void aDigestWinsOverTheTag() {
        String digest = "sha256:" + "a".repeat(64);

        Rendered rendered = Chart.with(Chart.example("minimal"), Map.of("worker.image.digest", digest));

        assertThat(only(rendered.pods().get("worker")).getImage()).isEqualTo("sluice/worker-service@" + digest);
    }

    @Test
    void anotherConfigurationIsAnotherPod() {
        Path values = Chart.example("no-hpa");

        var one = Chart.with(values).pods().get("gateway").getMetadata().getAnnotations();
        var other = Chart.with(values, Map.of("gateway.config.quarkus\\.log\\.level", "DEBUG"))
                .pods()
                .get("gateway")
                .getMetadata()
                .getAnnotations();

        assertThat(one).containsKey("sluice.dev/config").isNotEqualTo(other);
    }

    private static void assertProbe(Probe probe, String path, Container container) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http");
        assertThat(container.getPorts()).anyMatch(port -> port.getName().equals("http"));
    }

    private static void assertSelects(Map<String, String> selector, PodTemplateSpec pod) {
        assertThat(selector).isNotEmpty();
        assertThat(pod.getMetadata().getLabels()).containsAllEntriesOf(selector);
    }

    private static Container only(PodTemplateSpec pod) {
        assertThat(pod.getSpec().getContainers()).hasSize(1);
        return pod.getSpec().getContainers().getFirst();
    }

    private static EnvVar variable(Container container, String name) {
        return container.getEnv().stream()
                .filter(variable -> variable.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not set"));
    }

    private static <T extends io.fabric8.kubernetes.api.model.HasMetadata> Set<String> names(
            Rendered rendered, Class<T> type) {
        return rendered.all(type).stream().map(it -> it.getMetadata().getName()).collect(Collectors.toSet());
    }
}
