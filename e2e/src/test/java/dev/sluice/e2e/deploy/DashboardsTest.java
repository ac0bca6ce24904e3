package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The dashboard is made from {@code e2e/src/test/resources/dashboards/sluice.yaml}. After a change of it:
 * {@code ./mvnw -pl e2e test -Dtest=DashboardsTest -Dsluice.rewrite=true}.
 */
class DashboardsTest {

    private static final Path FILE = Repo.path("helm", "sluice", "dashboards", "sluice.json");

    @Test
    void theDashboardIsWhatItsSourceMakes() throws IOException {
        String made = Dashboard.of(Repo.read("e2e/src/test/resources/dashboards/sluice.yaml"))
                .json();

        if (Boolean.getBoolean("sluice.rewrite")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, made);
        }

        assertThat(Repo.read(FILE))
                .as("the dashboard is old: make it again with -Dsluice.rewrite=true")
                .isEqualTo(made);
    }

    @Test
    void everyPanelSaysWhatItShowsInWhichUnitFromSeriesThatExist() {
        Map<?, ?> board = Serialization.unmarshal(Repo.read(FILE), Map.class);

        List<Map<String, Object>> panels = panels(board);
        assertThat(panels).filteredOn(panel -> panel.get("type").equals("row")).hasSizeGreaterThanOrEqualTo(8);
        var ids = new HashSet<Object>();
        assertThat(panels).allSatisfy(panel -> {
            assertThat(ids.add(panel.get("id"))).isTrue();
            assertThat(panel.get("title").toString()).isNotBlank();
            if (!panel.get("type").equals("row")) {
                assertThat(panel.get("description").toString()).isNotBlank();
                assertThat(panel.get("fieldConfig").toString()).contains("unit=");
                assertThat(PromNames.in(panel.get("targets").toString()))
                        .as("%s", panel.get("title"))
                        .isNotEmpty()
                        .allMatch(PromNames::isKnown, "a metric of the services or of the JVM");
            }
        });
    }

    @Test
    void theChartBringsItToTheSidecar() {
        ConfigMap map = Chart.with(Chart.example("minimal"), Map.of("dashboards.enabled", true))
                .one(ConfigMap.class, "demo-sluice-dashboard-sluice");

        assertThat(map.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
        assertThat(map.getData()).containsOnlyKeys("sluice.json");
        assertThat(Serialization.unmarshal(map.getData().get("sluice.json"), Map.class))
                .isEqualTo(Serialization.unmarshal(Repo.read(FILE), Map.class));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> panels(Map<?, ?> board) {
        return (List<Map<String, Object>>) board.get("panels");
    }
}
