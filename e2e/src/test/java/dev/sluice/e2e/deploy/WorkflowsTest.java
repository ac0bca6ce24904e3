package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The workflows: no more rights than needed, no action that moves, no job without an end, no script that is not there. */
class WorkflowsTest {

    private static final Pattern USES = Pattern.compile("(?m)^\\s*(?:- )?uses: (\\S+)");
    private static final Pattern SCRIPT = Pattern.compile("(?m)(?:^|\\s)(\\.ci/[\\w-]+|\\./sluice|\\./mvnw)\\b");

    static Stream<Path> workflows() {
        try (Stream<Path> files = Files.list(Repo.path(".github", "workflows"))) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void aWorkflowMayReadAndAJobAsksForMore(Path file) {
        Map<String, Object> workflow = read(file);

        assertThat(workflow.get("permissions")).isEqualTo(Map.of("contents", "read"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void everyJobEndsByItself(Path file) {
        Map<String, Map<String, Object>> jobs = jobs(file);

        assertThat(jobs).isNotEmpty().allSatisfy((name, job) -> {
            if (!job.containsKey("uses")) {
                assertThat(job).as(name).containsKey("timeout-minutes");
                assertThat(job.get("runs-on")).isEqualTo("ubuntu-24.04");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void actionsArePinnedAndCheckoutsKeepNoCredentials(Path file) {
        String text = Repo.read(file);

        assertThat(USES.matcher(text).results().map(match -> match.group(1)))
                .allMatch(uses -> uses.startsWith("./.github/workflows/")
                        ? Files.exists(Repo.path(uses.substring(2)))
                        : uses.matches("[\\w.-]+(/[\\w.-]+)+@(v\\d+(\\.\\d+)*|[0-9a-f]{40})"));
        assertThat(count(text, "actions/checkout@")).isEqualTo(count(text, "persist-credentials: false"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void scriptsThatAreRunAreThereAndMayBe(Path file) {
        assertThat(SCRIPT.matcher(Repo.read(file)).results().map(match -> match.group(1)))
                .allSatisfy(script ->
                        assertThat(Repo.path(script.replaceFirst("^\\./", ""))).isExecutable());
    }

    @Test
    void theFiveServicesAreBuiltSignedAndAttested() {
        Map<String, Object> image =
                jobs(Repo.path(".github", "workflows", "image.yml")).get("image");

        assertThat(image.get("strategy")).isEqualTo(Map.of("matrix", Map.of("service", Repo.SERVICES)));
        assertThat(image.get("steps").toString())
                .contains(
                        "cosign sign --yes",
                        "actions/attest-build-provenance",
                        "actions/attest-sbom",
                        "Dockerfile.jvm");
        assertThat(jobs(Repo.path(".github", "workflows", "image.yml"))
                        .get("jars")
                        .get("steps"))
                .asString()
                .contains("-Pci", "-Dquarkus.package.jar.type=aot-jar", "bom.json");
        assertThat(image.get("permissions")).asString().contains("id-token=write", "attestations=write");
    }

    @Test
    void aReleaseWaitsForTheTests() {
        Map<String, Map<String, Object>> jobs = jobs(Repo.path(".github", "workflows", "release.yml"));

        assertThat(jobs.get("image").get("needs")).isEqualTo(List.of("version", "test"));
        assertThat(jobs.get("test").get("steps").toString())
                .contains("./sluice test", ".ci/reproducible", ".ci/upgrade", "e2e/target/licences.md");
        assertThat(jobs.get("publish").get("steps").toString())
                .contains("gh release create", "CHANGELOG.md", "licences.md", ".cdx.json");
        assertThat(Repo.read("CHANGELOG.md")).contains("## Unreleased");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> jobs(Path file) {
        return (Map<String, Map<String, Object>>) read(file).get("jobs");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> read(Path file) {
        return Serialization.unmarshal(Repo.read(file), Map.class);
    }

    private static long count(String text, String part) {
        return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
    }
}
