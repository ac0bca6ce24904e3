package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.build.Home;
import dev.sluice.local.data.DataDir;
import dev.sluice.local.data.Secrets;
import dev.sluice.local.process.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {

    @TempDir
    Path tmp;

    private DataDir data;

    @BeforeEach
    void prepare() {
        data = new DataDir(tmp.resolve("data"));
        data.prepare();
    }

    private List<Child> children(Map<String, String> environment) {
        AtomicInteger port = new AtomicInteger(50_000);
        Ports ports = Ports.choose(0, free -> true, port::getAndIncrement, text -> {});
        Map<String, Map<String, String>> extra = Map.of("worker-service", Map.of("ONLY_WORKER", "yes"));
        return new Plan(new Home(tmp), data, ports, "127.0.0.1", Optional.empty(), environment, extra).children();
    }

    private static Child named(String name, List<Child> children) {
        return children.stream()
                .filter(child -> child.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void secretsTravelByEnvironmentAndOnlyToThoseWhoNeedThem() {
        List<Child> children = children(Map.of());

        Secrets secrets = Secrets.in(data);
        assertThat(children)
                .hasSize(6)
                .allSatisfy(child -> assertThat(String.join(" ", child.command()))
                        .doesNotContain(secrets.adminKey())
                        .doesNotContain(secrets.keyPepper())
                        .doesNotContain(secrets.internalSecret()));
        assertThat(children)
                .filteredOn(child -> child.env().containsValue(secrets.adminKey()))
                .extracting(Child::name)
                .containsExactly("gateway-service");
        assertThat(children)
                .filteredOn(child -> child.env().containsValue(secrets.internalSecret()))
                .hasSize(5);
    }

    @Test
    void theGatewayStopsFirstAndTheBrokerLast() {
        List<Child> children = children(Map.of());

        assertThat(named("gateway-service", children).stopOrder()).isZero();
        assertThat(children).extracting(Child::stopOrder).containsOnly(0, 1, 2);
        assertThat(named("kafka", children).stopOrder()).isEqualTo(2);
    }

    @Test
    void theUsersEnvironmentPassesThroughAndAServiceMayHaveMore() {
        List<Child> children = children(Map.of("OPENAI_API_KEY", "sk-theirs", "SLUICE_REDIS_URL", "redis://r"));

        assertThat(named("gateway-service", children).env())
                .containsEntry("OPENAI_API_KEY", "sk-theirs")
                .containsEntry("SLUICE_REDIS_URL", "redis://r")
                .doesNotContainKey("ONLY_WORKER");
        assertThat(named("worker-service", children).env()).containsEntry("ONLY_WORKER", "yes");
    }

    @Test
    void theSuitesOwnKeyIsNoKeyOfAProvider() {
        Map<String, String> env = Plan.inherited(Map.of(
                "OPENAI_API_KEY", "sk-sl-1-abc",
                "OPENAI_BASE_URL", "http://127.0.0.1:8080/v1",
                "SLUICE_ADMIN_KEY", "secret",
                "PATH", "/bin"));

        assertThat(env).containsOnlyKeys("PATH");
    }

    @Test
    void whereExecutablesAreWantedAServiceThatHasOneRunsAsOne() throws IOException {
        Path executable =
                Files.createDirectories(tmp.resolve("worker-service/target")).resolve("worker-service-1.0-runner");
        assertThat(Files.createFile(executable).toFile().setExecutable(true)).isTrue();

        List<Child> wanted = children(Map.of("SLUICE_NATIVE", "true"));
        assertThat(named("worker-service", wanted).command()).startsWith(executable.toString());
        assertThat(named("worker-service", wanted).env()).doesNotContainKey("SLUICE_NATIVE");
        assertThat(named("cache-service", wanted).command()).contains("-jar");
        assertThat(named("worker-service", children(Map.of())).command()).contains("-jar");
    }

    @Test
    void aBrokerOfTheUsersTakesThePlaceOfOurs() {
        List<Child> children = children(Map.of("SLUICE_KAFKA_BOOTSTRAP", "kafka.example:9092"));

        assertThat(children).extracting(Child::name).doesNotContain("kafka").hasSize(5);
        assertThat(children)
                .allSatisfy(
                        child -> assertThat(child.env()).containsEntry("SLUICE_KAFKA_BOOTSTRAP", "kafka.example:9092"));
    }
}
