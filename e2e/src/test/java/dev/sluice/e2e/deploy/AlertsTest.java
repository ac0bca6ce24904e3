package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each alert is made of series that exist, says what it means and leads to a page that tells what to do. */
class AlertsTest {

    private static final Path MINIMAL = Chart.example("minimal");

    static Stream<Rule> rules() {
        return rendered("docs/runbooks").getSpec().getGroups().stream().flatMap(group -> group.getRules().stream());
    }

    static Stream<Rule> alerts() {
        return rules().filter(rule -> rule.getAlert() != null);
    }

    @Test
    void theChartWrapsTheFileThatAnyPrometheusReads() {
        Map<?, ?> file = Serialization.unmarshal(Repo.read("helm/sluice/rules/sluice.yaml"), Map.class);

        PrometheusRule rendered = rendered("docs/runbooks");

        assertThat(Serialization.unmarshal(
                        Serialization.asJson(rendered.getSpec().getGroups()), List.class))
                .as("nothing is lost on the way, Prometheus' own braces least of all")
                .isEqualTo(file.get("groups"));
        assertThat(UnknownFields.of(rendered)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aRuleAsksForSeriesThatTheServicesHave(Rule rule) {
        String expression = rule.getExpr().getStrVal();

        assertThat(PromNames.in(expression)).allMatch(PromNames::isMade, "a meter of the sources");
        assertThat(expression.chars().filter(c -> c == '(').count())
                .isEqualTo(expression.chars().filter(c -> c == ')').count());
        List<String> recorded =
                rules().map(Rule::getRecord).filter(name -> name != null).toList();
        assertThat(expression.replaceAll("[^a-z0-9_:]", " ").split(" +"))
                .filteredOn(word -> word.startsWith("sluice:"))
                .allMatch(recorded::contains, "a series that is recorded");
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertSaysWhatItMeansAndWhereToGoOn(Rule alert) {
        assertThat(alert.getLabels().get("severity")).isIn("critical", "warning");
        assertThat(alert.getAnnotations()).containsOnlyKeys("summary", "description", "runbook_url");
        assertThat(alert.getAnnotations().values()).noneMatch(String::isBlank);
        assertThat(alert.getAnnotations().get("runbook_url")).isEqualTo("docs/runbooks/" + alert.getAlert() + ".md");
        assertThat(Repo.read(alert.getAnnotations().get("runbook_url")))
                .startsWith("# " + alert.getAlert() + "\n")
                .contains("## What it means", "## Look", "## Do");
    }

    @Test
    void everyRunbookIsOfAnAlert() throws IOException {
        var names = new HashSet<>(alerts().map(Rule::getAlert).toList());

        try (Stream<Path> files = Files.list(Repo.path("docs", "runbooks"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals("README.md"))
                            .map(name -> name.replace(".md", "")))
                    .containsExactlyInAnyOrderElementsOf(names);
        }
        assertThat(alerts().map(Rule::getAlert)).doesNotHaveDuplicates();
    }

    @Test
    void runbooksAreFoundWhereTheValuesSayTheyAre() {
        assertThat(rendered("https://wiki.example.com/runbooks/").getSpec().getGroups())
                .flatMap(group -> group.getRules())
                .filteredOn(rule -> rule.getAlert() != null)
                .allSatisfy(rule -> assertThat(rule.getAnnotations().get("runbook_url"))
                        .isEqualTo("https://wiki.example.com/runbooks/" + rule.getAlert() + ".md"));
    }

    @Test
    void theObjectivesAreWatchedOverALongAndAShortWindow() {
        Rule fast = alerts().filter(rule -> rule.getAlert().equals("SluiceErrorBudgetBurnsFast"))
                .findFirst()
                .orElseThrow();

        assertThat(fast.getExpr().getStrVal()).contains("ratio1h", "ratio5m", "ratio6h", "ratio30m");
    }

    private static PrometheusRule rendered(String runbooks) {
        return Chart.with(MINIMAL, Map.of("prometheusRule.enabled", true, "prometheusRule.runbooks", runbooks))
                .one(PrometheusRule.class, "demo-sluice");
    }
}
