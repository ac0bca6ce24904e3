package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The manifests in {@code k8s/} are what the chart renders with {@code k8s/values.yaml}. After a change of the chart:
 * {@code ./mvnw -pl e2e test -Dtest=ManifestsTest -Dsluice.rewrite=true}.
 */
class ManifestsTest {

    private static final Path FILE = Repo.path("k8s", "sluice.yaml");
    private static final String HEADER =
            "# Rendered from helm/sluice with k8s/values.yaml; never edited. ManifestsTest tells how to render it again.\n";

    @Test
    void theManifestsAreWhatTheChartRenders() throws IOException {
        String rendered = HEADER
                + Chart.text("sluice", "sluice", Repo.path("k8s", "values.yaml"), Map.of())
                        .stripTrailing() + "\n";

        if (Boolean.getBoolean("sluice.rewrite")) {
            Files.writeString(FILE, rendered);
        }

        assertThat(Repo.read(FILE))
                .as("k8s/sluice.yaml is old: render it again with -Dsluice.rewrite=true")
                .isEqualTo(rendered);
    }

    @Test
    void noSecretIsCheckedInAndTheExampleHasTheKeysThePodsAskFor() {
        Rendered manifests = Rendered.of(Repo.read(FILE));
        var example = (Secret) Serialization.unmarshal(Repo.read("k8s/secrets.example.yaml"));

        assertThat(manifests.all(Secret.class)).isEmpty();
        assertThat(manifests.pods().values())
                .flatMap(pod -> pod.getSpec().getContainers().getFirst().getEnv())
                .filteredOn(variable -> variable.getValueFrom() != null)
                .extracting(EnvVar::getValueFrom)
                .filteredOn(from -> !Boolean.TRUE.equals(from.getSecretKeyRef().getOptional()))
                .isNotEmpty()
                .allSatisfy(from -> {
                    assertThat(from.getSecretKeyRef().getName())
                            .isEqualTo(example.getMetadata().getName());
                    assertThat(example.getStringData())
                            .containsKey(from.getSecretKeyRef().getKey());
                });
        assertThat(example.getMetadata().getNamespace()).isEqualTo("sluice");
        assertThat(example.getStringData().values()).allMatch(value -> value.startsWith("replace-me"));
    }

    @Test
    void theKustomizationTakesTheManifestsAndNotTheExample() {
        Map<?, ?> kustomization = Serialization.unmarshal(Repo.read("k8s/kustomization.yaml"), Map.class);

        List<?> resources = (List<?>) kustomization.get("resources");
        assertThat(resources).map(Object::toString).contains("sluice.yaml").doesNotContain("secrets.example.yaml");
        assertThat(resources).allMatch(name -> Files.exists(Repo.path("k8s", name.toString())));
    }
}
