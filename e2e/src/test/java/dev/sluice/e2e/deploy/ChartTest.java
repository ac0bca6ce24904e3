package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.openshift.api.model.monitoring.v1.Endpoint;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart renders for every way to install it, and what it renders is what Kubernetes understands. */
class ChartTest {

    private static final Path MINIMAL = Chart.example("minimal");

    static List<Path> examples() {
        return Chart.examples();
    }

    @Test
    void strictLintFindsNothing() {
        var result = Chart.lint();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
        assertThat(result.getMessages()).noneMatch(message -> message.contains("[WARNING]"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyFieldIsOneThatKubernetesKnows(Path values) {
        Rendered rendered = Chart.withHooks(values, Map.of());

        assertThat(rendered.objects()).isNotEmpty();
        assertThat(rendered.objects())
                .allSatisfy(object -> assertThat(UnknownFields.of(object)).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void namesAreUniqueShortAndInTheNamespace(Path values) {
        List<HasMetadata> objects = Chart.withHooks(values, Map.of()).objects();

        var seen = new HashSet<String>();
        assertThat(objects).allSatisfy(object -> {
            assertThat(seen.add(object.getKind() + "/" + object.getMetadata().getName()))
                    .as("%s is there twice", object.getMetadata().getName())
                    .isTrue();
            assertThat(object.getMetadata().getName()).hasSizeLessThanOrEqualTo(63);
            assertThat(object.getMetadata().getNamespace()).isEqualTo(Chart.NAMESPACE);
        });
    }

    @Test
    void aLongReleaseNameIsCutSoThatEveryNameFits() {
        String text = Chart.text("a".repeat(53), Chart.NAMESPACE, MINIMAL, Map.of());

        assertThat(Rendered.of(text).objects())
                .allSatisfy(object -> assertThat(object.getMetadata().getName()).hasSizeLessThanOrEqualTo(63));
    }

    @Test
    void secretsAreMadeWhenNoneAreNamed() {
        Secret made = Chart.with(MINIMAL).one(Secret.class, "demo-sluice-secrets");

        assertThat(made.getData()).containsOnlyKeys("internal-secret", "admin-key", "key-pepper");
        assertThat(made.getData().values())
                .allSatisfy(value -> assertThat(new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8))
                        .matches("[A-Za-z0-9]{43}"))
                .doesNotHaveDuplicates();
    }

    @Test
    void anUpgradeKeepsTheSecretsItFinds() {
        FakeCluster.running().hold("kept", "demo-sluice-secrets", """
                        {"apiVersion":"v1","kind":"Secret","metadata":{"name":"demo-sluice-secrets","namespace":"kept"},
                         "data":{"internal-secret":"aW50ZXJuYWw=","admin-key":"YWRtaW4="}}""");

        Rendered upgraded = Rendered.of(Chart.text(Chart.RELEASE, "kept", MINIMAL, Map.of()));

        Secret secret = upgraded.one(Secret.class, "demo-sluice-secrets");
        assertThat(secret.getData()).containsEntry("internal-secret", "aW50ZXJuYWw=");
        assertThat(secret.getData()).containsEntry("admin-key", "YWRtaW4=");
        assertThat(secret.getData().get("key-pepper")).as("missing, so made").hasSizeGreaterThan(40);
    }

    @Test
    void noSecretIsMadeWhenOneIsNamed() {
        assertThat(Chart.with(Chart.example("existing-secrets")).all(Secret.class))
                .isEmpty();
    }

    @Test
    void anIngressSendsEverythingToTheGateway() {
        Ingress ingress = Chart.with(Chart.example("ingress")).one(Ingress.class, "demo-sluice-gateway");

        assertThat(ingress.getSpec().getRules()).singleElement().satisfies(rule -> {
            assertThat(rule.getHost()).isEqualTo("llm.example.com");
            assertThat(rule.getHttp().getPaths())
                    .singleElement()
                    .extracting(path -> path.getBackend().getService().getName())
                    .isEqualTo("demo-sluice-gateway");
        });
    }

    @Test
    void aRouteHasNoTimeoutOfItsOwn() {
        HTTPRoute route = Chart.with(Chart.example("httproute")).one(HTTPRoute.class, "demo-sluice-gateway");

        assertThat(route.getSpec().getRules()).singleElement().satisfies(rule -> {
            assertThat(rule.getTimeouts().getRequest()).isEqualTo("0s");
            assertThat(rule.getBackendRefs())
                    .singleElement()
                    .satisfies(backend -> assertThat(backend.getPort()).isEqualTo(8080));
        });
    }

    @Test
    void aServiceMonitorScrapesEachServiceOnceWhereItsMetricsAre() {
        Rendered rendered = Chart.with(Chart.example("production"));

        ServiceMonitor monitor = rendered.one(ServiceMonitor.class, "demo-sluice");
        Map<String, String> selector = monitor.getSpec().getSelector().getMatchLabels();
        var scraped = new ArrayList<String>();
        rendered.all(Service.class).stream()
                .filter(service -> service.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
                .forEach(service -> monitor.getSpec().getEndpoints().stream()
                        .filter(endpoint -> takes(endpoint, service))
                        .forEach(endpoint -> scraped.add(component(service) + " " + endpoint.getPort())));
        assertThat(scraped)
                .containsExactlyInAnyOrderElementsOf(Repo.SERVICES.stream()
                        .map(service -> service + (managed(service) ? " management" : " http"))
                        .toList());
    }

    private static boolean takes(Endpoint endpoint, Service service) {
        return service.getSpec().getPorts().stream()
                        .anyMatch(port -> port.getName().equals(endpoint.getPort()))
                && endpoint.getRelabelings().stream()
                        .noneMatch(rule -> rule.getAction().equals("drop")
                                && component(service).matches(rule.getRegex()));
    }

    private static String component(Service service) {
        return service.getMetadata().getLabels().get("app.kubernetes.io/component");
    }

    /** With a management port Quarkus serves the metrics there and not on the main port. */
    private static boolean managed(String service) {
        return KnownSettings.property(service, "quarkus.management.enabled").equals("true");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theNotesTellTheNextCommand(Path values) {
        String notes = Chart.notes(values);

        assertThat(notes)
                .contains("kubectl -n llm rollout status deployment/demo-sluice-gateway")
                .contains("jsonpath='{.data.admin-key}'")
                .contains("http://localhost:9000/admin/keys")
                .contains("/v1/chat/completions")
                .doesNotContain("<no value>");
    }

    @Test
    void theChartNamesTheVersionOfTheProject() {
        Map<?, ?> chart = Serialization.unmarshal(Repo.read("helm/sluice/Chart.yaml"), Map.class);

        assertThat(Repo.read("pom.xml")).contains("<version>" + chart.get("appVersion") + "</version>");
    }

    @Test
    void aSharedKnowledgeIndexIsToldToTheWorkerAloneWithItsSecrets() {
        Rendered rendered = Chart.with(
                Chart.example("minimal"),
                Map.of(
                        "opensearch.url", "https://search:9200",
                        "opensearch.existingSecret", "search-user",
                        "opensearch.certificateSecret", "search-ca"));

        assertThat(rendered.all(HasMetadata.class))
                .filteredOn(one -> Serialization.asYaml(one).contains("OPENSEARCH"))
                .containsExactly(worker(rendered));
        assertThat(Serialization.asYaml(worker(rendered)))
                .contains("SLUICE_WORKER_KNOWLEDGE_OPENSEARCH_URL")
                .contains("search-user")
                .contains("SLUICE_WORKER_KNOWLEDGE_OPENSEARCH_CERTIFICATES")
                .contains("/etc/sluice/opensearch/ca.crt")
                .contains("search-ca");
        assertThat(Serialization.asYaml(worker(Chart.with(Chart.example("minimal")))))
                .doesNotContain("OPENSEARCH");
    }

    @Test
    void certificatesAreAVariableOfAJvmAndArgumentsOfAnExecutable() {
        String option = "-Djavax.net.ssl.trustStore=/etc/sluice/trust/truststore.p12";
        var jvm = container(Chart.with(Chart.example("minimal"), Map.of("trust.existingSecret", "ca")));
        var executable = container(Chart.with(
                Chart.example("minimal"), Map.of("trust.existingSecret", "ca", "worker.image.variant", "native")));

        assertThat(jvm.getArgs()).isEmpty();
        assertThat(jvm.getEnv()).anySatisfy(variable -> {
            assertThat(variable.getName()).isEqualTo("JDK_JAVA_OPTIONS");
            assertThat(variable.getValue()).contains(option);
        });
        assertThat(executable.getArgs()).contains(option).allMatch(argument -> argument.startsWith("-D"));
        assertThat(executable.getEnv()).noneMatch(variable -> variable.getName().equals("JDK_JAVA_OPTIONS"));
    }

    private static Container container(Rendered rendered) {
        var worker = (Deployment) worker(rendered);
        return worker.getSpec().getTemplate().getSpec().getContainers().getFirst();
    }

    private static HasMetadata worker(Rendered rendered) {
        return rendered.all(HasMetadata.class).stream()
                .filter(one -> List.of("Deployment", "StatefulSet").contains(one.getKind()))
                .filter(one -> one.getMetadata().getName().endsWith("-worker"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theChartsPageTellsEveryValue() {
        Map<?, ?> values = Serialization.unmarshal(Repo.read("helm/sluice/values.yaml"), Map.class);

        String page = Repo.read("helm/sluice/README.md");
        assertThat(values.keySet()).allSatisfy(name -> assertThat(page).contains("`" + name));
    }
}
