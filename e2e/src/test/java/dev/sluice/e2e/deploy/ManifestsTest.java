package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The manifests in {@code k8s/base} are what the chart renders with {@code k8s/base/values.yaml}. After a change of the chart:
 * {@code ./mvnw -pl e2e test -Dtest=ManifestsTest -Dsluice.rewrite=true}.
 */
class ManifestsTest {

    private static final Path FILE = Repo.path("k8s", "base", "sluice.yaml");
    private static final String HEADER =
            "# Rendered from helm/sluice with k8s/base/values.yaml; never edited. ManifestsTest tells how to render it again.\n";

    @Test
    void theManifestsAreWhatTheChartRenders() throws IOException {
        String rendered = HEADER
                + Chart.text("sluice", "sluice", Repo.path("k8s", "base", "values.yaml"), Map.of())
                        .stripTrailing() + "\n";

        if (Boolean.getBoolean("sluice.rewrite")) {
            Files.writeString(FILE, rendered);
        }

        assertThat(Repo.read(FILE))
                .as("k8s/base/sluice.yaml is old: render it again with -Dsluice.rewrite=true")
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
    void theBaseTakesTheManifestsAndNotTheExampleAndIsWhatIsAppliedByDefault() {
        List<String> base = resources("k8s/base/kustomization.yaml");

        assertThat(base).contains("sluice.yaml").doesNotContain("secrets.example.yaml");
        assertThat(base).allMatch(name -> Files.exists(Repo.path("k8s", "base", name)));
        assertThat(resources("k8s/kustomization.yaml")).containsExactly("base");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void anOverlaysPatchesFitTheBaseAndWhatComesOutIsKnownToKubernetes(String name) {
        Overlay overlay = Overlay.of(name);

        assertThat(resources("k8s/overlays/" + name + "/kustomization.yaml")).containsExactly("../../base");
        assertThat(overlay.patched().objects())
                .hasSameSizeAs(Rendered.of(Repo.read(FILE)).objects())
                .allSatisfy(object -> assertThat(UnknownFields.of(object)).isEmpty());
        assertThat(overlay.idle()).as("patches without a target").isEmpty();
        assertThat(overlay.images())
                .as("images are renamed by a name that is there")
                .allMatch(image -> Repo.read(FILE).contains("image: " + image + ":"));
    }

    @Test
    void theOverlaysDoWhatTheySay() {
        Rendered dev = Overlay.of("dev").patched();
        Rendered production = Overlay.of("production").patched();

        assertThat(dev.all(HorizontalPodAutoscaler.class))
                .isNotEmpty()
                .allMatch(it -> it.getSpec().getMaxReplicas() == 1);
        assertThat(production
                        .one(HorizontalPodAutoscaler.class, "sluice-gateway")
                        .getSpec()
                        .getMinReplicas())
                .isEqualTo(3);
        assertThat(Overlay.of("production").images()).hasSize(5);
    }

    private static List<String> resources(String file) {
        Map<?, ?> kustomization = Serialization.unmarshal(Repo.read(file), Map.class);
        return ((List<?>) kustomization.get("resources"))
                .stream().map(Object::toString).toList();
    }
}
