package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The network policies allow each call that is made between services, and no other. */
class NetworkPolicyTest {

    private static final Path MINIMAL = Chart.example("minimal");
    private static final Set<String> WANTED = Set.of(
            "gateway -> cache:8081",
            "gateway -> optimizer:8082",
            "gateway -> worker:8083",
            "gateway -> analytics:8084",
            "optimizer -> cache:8081",
            "optimizer -> gateway:8080",
            "worker -> gateway:8080",
            "worker -> cache:8081",
            "worker -> analytics:8084",
            "cache -> worker:8083");

    static List<String> services() {
        return Repo.SERVICES;
    }

    @Test
    void aCallBetweenServicesIsAllowedOnBothSidesOrNotAtAll() {
        Rendered rendered = Chart.with(MINIMAL);

        assertThat(ofServices(rendered))
                .hasSize(5)
                .allSatisfy(
                        policy -> assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress"));
        assertThat(outgoing(rendered)).isEqualTo(WANTED);
        assertThat(incoming(rendered)).isEqualTo(WANTED);
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyPeerAServiceAsksForInItsSourcesIsAllowed(String service) {
        Set<String> callees = Sources.peersOf(service);

        assertThat(callees)
                .allSatisfy(callee ->
                        assertThat(WANTED).anyMatch(edge -> edge.startsWith(service + " -> " + callee + ":")));
    }

    @Test
    void onlyTheGatewayAndTheWorkersWebhooksReachTheWorldAndTheyNothingInside() {
        Rendered rendered = Chart.with(MINIMAL);

        assertThat(ofServices(rendered))
                .filteredOn(policy -> policy.getSpec().getEgress().stream()
                        .flatMap(rule -> rule.getPorts().stream())
                        .anyMatch(port -> port.getPort().getIntVal() == 443))
                .extracting(NetworkPolicyTest::component)
                .containsExactlyInAnyOrder("gateway", "worker");
        assertThat(rendered.one(NetworkPolicy.class, "demo-sluice-worker")
                        .getSpec()
                        .getEgress())
                .flatMap(rule -> rule.getTo())
                .filteredOn(peer -> peer.getIpBlock() != null)
                .isNotEmpty()
                .allMatch(peer -> peer.getIpBlock().getCidr().equals("2000::/3")
                        || peer.getIpBlock().getExcept().containsAll(List.of("10.0.0.0/8", "169.254.0.0/16")));
    }

    @Test
    void theAddressOfCloudCredentialsIsNobodysToReach() {
        NetworkPolicy gateway = Chart.with(MINIMAL).one(NetworkPolicy.class, "demo-sluice-gateway");

        assertThat(gateway.getSpec().getEgress())
                .flatMap(rule -> rule.getTo())
                .filteredOn(peer ->
                        peer.getIpBlock() != null && peer.getIpBlock().getCidr().equals("0.0.0.0/0"))
                .isNotEmpty()
                .allMatch(peer -> peer.getIpBlock().getExcept().contains("169.254.0.0/16"));
    }

    @Test
    void everyServiceReachesKafkaOnThePortsOfTheBootstrapList() {
        Rendered rendered = Chart.with(MINIMAL, Map.of("kafka.bootstrap", "a:9093,b:9094, c:9093"));

        assertThat(ofServices(rendered))
                .allSatisfy(policy -> assertThat(ports(policy)).contains(9093, 9094));
    }

    @Test
    void brokersThatAdvertiseOtherPortsAreReachedOnThose() {
        Rendered rendered = Chart.with(MINIMAL, Map.of("networkPolicy.kafkaPorts[0]", 9192));

        assertThat(ofServices(rendered))
                .allSatisfy(policy -> assertThat(ports(policy)).contains(9192).doesNotContain(9092));
    }

    @Test
    void redisIsReachedByTheThreeThatUseItWhenThereIsOne() {
        assertThat(reaching(Chart.with(MINIMAL), 6379)).isEmpty();
        assertThat(reaching(Chart.with(Chart.example("ha-with-redis")), 6379))
                .containsExactlyInAnyOrder("cache", "worker", "gateway");
    }

    @Test
    void clickHouseIsReachedByAnalyticsAloneWhenThereIsOne() {
        assertThat(reaching(Chart.with(MINIMAL), 8123)).isEmpty();
        assertThat(reaching(Chart.with(MINIMAL, Map.of("clickhouse.url", "http://clickhouse:8123")), 8123))
                .containsExactly("analytics");
    }

    @Test
    void openSearchIsReachedByTheWorkerOnItsPortWhenThereIsOne() {
        assertThat(reaching(Chart.with(MINIMAL), 9200)).isEmpty();
        assertThat(reaching(Chart.with(MINIMAL, Map.of("opensearch.url", "https://search.logs:9200")), 9200))
                .containsExactly("worker");
        assertThat(reaching(Chart.with(MINIMAL, Map.of("opensearch.url", "http://search")), 80))
                .containsExactly("worker");
    }

    @Test
    void theAdminPortIsClosedUntilSomebodyIsNamed() {
        NetworkPolicy closed = Chart.with(MINIMAL).one(NetworkPolicy.class, "demo-sluice-gateway");
        NetworkPolicy open = Chart.with(Chart.example("production")).one(NetworkPolicy.class, "demo-sluice-gateway");

        assertThat(closed.getSpec().getIngress())
                .flatMap(rule -> rule.getPorts())
                .noneMatch(port -> port.getPort().getIntVal() == 9000);
        assertThat(open.getSpec().getIngress())
                .filteredOn(rule ->
                        rule.getPorts().stream().anyMatch(port -> port.getPort().getIntVal() == 9000))
                .as("one rule for administrators, one for Prometheus")
                .hasSize(2)
                .allSatisfy(rule -> assertThat(rule.getFrom()).isNotEmpty());
    }

    @Test
    void prometheusReachesEveryServiceWhenItIsNamed() {
        Rendered rendered = Chart.with(Chart.example("production"));

        assertThat(ofServices(rendered))
                .allSatisfy(policy -> assertThat(policy.getSpec().getIngress())
                        .flatMap(rule -> rule.getFrom())
                        .anyMatch(peer -> peer.getNamespaceSelector() != null
                                && peer.getNamespaceSelector().getMatchLabels().containsValue("monitoring")));
    }

    @Test
    void aJobAndATestReachWhatTheyAreForAndNobodyReachesThem() {
        Rendered rendered = Chart.withHooks(Chart.example("all-features"), Map.of());
        NetworkPolicy topics = rendered.one(NetworkPolicy.class, "demo-sluice-topics");
        NetworkPolicy test = rendered.one(NetworkPolicy.class, "demo-sluice-test");

        assertThat(List.of(topics, test)).allSatisfy(policy -> {
            assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
            assertThat(policy.getSpec().getIngress()).isEmpty();
        });
        assertThat(ports(topics)).containsOnly(53, 9093);
        assertThat(ports(test)).containsOnly(53, 8080);
        assertThat(test.getSpec().getEgress())
                .flatMap(rule -> rule.getTo())
                .singleElement()
                .satisfies(peer -> assertThat(component(peer)).isEqualTo("gateway"));
        assertThat(rendered.one(NetworkPolicy.class, "demo-sluice-gateway")
                        .getSpec()
                        .getIngress()
                        .getFirst()
                        .getFrom())
                .as("where clients are named, the test is one of them")
                .anyMatch(
                        peer -> peer.getPodSelector() != null && component(peer).equals("test"));
    }

    /** The policies of the five, without those that come and go with a job or a test. */
    private static List<NetworkPolicy> ofServices(Rendered rendered) {
        return rendered.all(NetworkPolicy.class).stream()
                .filter(policy -> Repo.SERVICES.contains(component(policy)))
                .toList();
    }

    private static Set<String> outgoing(Rendered rendered) {
        var edges = new TreeSet<String>();
        for (NetworkPolicy policy : ofServices(rendered)) {
            policy.getSpec()
                    .getEgress()
                    .forEach(rule -> rule.getTo().stream()
                            .filter(peer -> peer.getPodSelector() != null)
                            .forEach(peer -> rule.getPorts()
                                    .forEach(port -> edges.add(component(policy) + " -> " + component(peer) + ":"
                                            + port.getPort().getIntVal()))));
        }
        return edges;
    }

    private static Set<String> incoming(Rendered rendered) {
        var edges = new TreeSet<String>();
        for (NetworkPolicy policy : ofServices(rendered)) {
            policy.getSpec()
                    .getIngress()
                    .forEach(rule -> rule.getFrom().stream()
                            .filter(peer -> peer.getPodSelector() != null)
                            .forEach(peer -> rule.getPorts()
                                    .forEach(port -> edges.add(component(peer) + " -> " + component(policy) + ":"
                                            + port.getPort().getIntVal()))));
        }
        return edges;
    }

    private static List<String> reaching(Rendered rendered, int port) {
        return ofServices(rendered).stream()
                .filter(policy -> ports(policy).contains(port))
                .map(NetworkPolicyTest::component)
                .toList();
    }

    private static Set<Integer> ports(NetworkPolicy policy) {
        return policy.getSpec().getEgress().stream()
                .flatMap(rule -> rule.getPorts().stream())
                .map(NetworkPolicyPort::getPort)
                .map(port -> port.getIntVal())
                .collect(Collectors.toSet());
    }

    private static String component(NetworkPolicy policy) {
        return policy.getSpec().getPodSelector().getMatchLabels().get("app.kubernetes.io/component");
    }

    private static String component(NetworkPolicyPeer peer) {
        return peer.getPodSelector().getMatchLabels().get("app.kubernetes.io/component");
    }
}
