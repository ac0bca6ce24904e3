package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart agrees with what Quarkus itself says about each service in {@code target/kubernetes} of its build. */
class GeneratedManifestsIT {

    static List<String> services() {
        return Repo.SERVICES;
    }

    @ParameterizedTest
    @MethodSource("services")
    void portsAreThoseTheServiceListensOn(String service) {
        assertThat(ports(ours(service))).isEqualTo(ports(generated(service)));
    }

    @ParameterizedTest
    @MethodSource("services")
    void probesAskWhatTheServiceAnswers(String service) {
        Container ours = ours(service);
        Container generated = generated(service);

        assertThat(path(ours.getLivenessProbe())).isEqualTo(path(generated.getLivenessProbe()));
        assertThat(path(ours.getReadinessProbe())).isEqualTo(path(generated.getReadinessProbe()));
        assertThat(path(ours.getStartupProbe()))
                .as("a service has started once it is alive")
                .isEqualTo(path(generated.getLivenessProbe()));
        if (generated.getLivenessProbe().getHttpGet().getPort().getIntVal()
                != Integer.parseInt(KnownSettings.property(service, "quarkus.http.port"))) {
            assertThat(Sources.answersHealthOnItsMainPort(service))
                    .as("the chart asks on the main port")
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void whatTheBuildPutsIntoTheEnvironmentIsInTheChartTooOrKubernetesOwn(String service) {
        List<String> ours = ours(service).getEnv().stream().map(EnvVar::getName).toList();

        assertThat(generated(service).getEnv())
                .extracting(EnvVar::getName)
                .allMatch(name -> ours.contains(name) || name.equals("KUBERNETES_NAMESPACE"));
    }

    private static Container ours(String service) {
        return Chart.with(Chart.example("minimal"))
                .pods()
                .get(service)
                .getSpec()
                .getContainers()
                .getFirst();
    }

    private static Container generated(String service) {
        return Rendered.of(Repo.read(service + "-service/target/kubernetes/kubernetes.yml"))
                .one(Deployment.class, service + "-service")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
    }

    private static java.util.Map<String, Integer> ports(Container container) {
        return container.getPorts().stream()
                .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
    }

    private static String path(Probe probe) {
        return probe.getHttpGet().getPath();
    }
}
