package dev.sluice.e2e.deploy;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Grafana dashboard as its short source tells it: rows of panels, each with a title, a description, a unit and its
 * queries. The JSON that Grafana reads is made from it, so that no panel lacks any of them.
 */
final class Dashboard {

    private static final int WIDTH = 24;
    private static final int HEIGHT = 7;

    private final Map<String, Object> source;

    private Dashboard(Map<String, Object> source) {
        this.source = source;
    }

    @SuppressWarnings("unchecked")
    static Dashboard of(String yaml) {
        return new Dashboard(Serialization.unmarshal(yaml, Map.class));
    }

    /** What Grafana imports and its sidecar finds. */
    String json() {
        var board = new LinkedHashMap<String, Object>();
        board.put("uid", source.get("uid"));
        board.put("title", source.get("title"));
        board.put("description", source.get("description"));
        board.put("tags", List.of("sluice"));
        board.put("editable", true);
        board.put("graphTooltip", 1);
        board.put("schemaVersion", 39);
        board.put("version", 1);
        board.put("refresh", "30s");
        board.put("time", Map.of("from", "now-3h"));
        time(board);
        board.put("templating", Map.of("list", variables()));
        board.put("panels", panels());
        return Serialization.asJson(board) + "\n";
    }

    private static void time(Map<String, Object> board) {
        var time = new LinkedHashMap<String, Object>();
        time.put("from", "now-3h");
        time.put("to", "now");
        board.put("time", time);
    }

    private static List<Map<String, Object>> variables() {
        var datasource = new LinkedHashMap<String, Object>();
        datasource.put("name", "datasource");
        datasource.put("label", "Prometheus");
        datasource.put("type", "datasource");
        datasource.put("query", "prometheus");
        var namespace = new LinkedHashMap<String, Object>();
        namespace.put("name", "namespace");
        namespace.put("label", "Namespace");
        namespace.put("type", "query");
        namespace.put("datasource", prometheus());
        namespace.put("query", "label_values(sluice_gateway_overload_in_flight, namespace)");
        namespace.put("refresh", 2);
        namespace.put("includeAll", true);
        // Without Kubernetes there is no such label, and a series without it matches too.
        namespace.put("allValue", ".*");
        return List.of(datasource, namespace);
    }

    private List<Map<String, Object>> panels() {
        var panels = new ArrayList<Map<String, Object>>();
        int y = 0;
        int id = 1;
        for (Map<String, Object> row : list(source, "rows")) {
            var title = new LinkedHashMap<String, Object>();
            title.put("id", id++);
            title.put("type", "row");
            title.put("title", row.get("title"));
            title.put("collapsed", false);
            title.put("gridPos", place(0, y++, WIDTH, 1));
            panels.add(title);
            List<Map<String, Object>> own = list(row, "panels");
            int width = WIDTH / own.size();
            for (int i = 0; i < own.size(); i++) {
                panels.add(panel(own.get(i), id++, place(i * width, y, width, HEIGHT)));
            }
            y += HEIGHT;
        }
        return panels;
    }

    private static Map<String, Object> panel(Map<String, Object> own, int id, Map<String, Object> place) {
        var panel = new LinkedHashMap<String, Object>();
        panel.put("id", id);
        panel.put("type", own.getOrDefault("type", "timeseries"));
        panel.put("title", own.get("title"));
        panel.put("description", own.get("description"));
        panel.put("datasource", prometheus());
        panel.put("gridPos", place);
        var fields = new LinkedHashMap<String, Object>();
        fields.put("defaults", Map.of("unit", own.get("unit")));
        fields.put("overrides", List.of());
        panel.put("fieldConfig", fields);
        panel.put("options", Map.of());
        var targets = new ArrayList<Map<String, Object>>();
        char letter = 'A';
        for (Map<String, Object> query : list(own, "queries")) {
            var target = new LinkedHashMap<String, Object>();
            target.put("refId", String.valueOf(letter++));
            target.put("datasource", prometheus());
            target.put("expr", query.get("expr"));
            target.put("legendFormat", query.get("legend"));
            targets.add(target);
        }
        panel.put("targets", targets);
        return panel;
    }

    private static Map<String, Object> prometheus() {
        var source = new LinkedHashMap<String, Object>();
        source.put("type", "prometheus");
        source.put("uid", "${datasource}");
        return source;
    }

    private static Map<String, Object> place(int x, int y, int width, int height) {
        var place = new LinkedHashMap<String, Object>();
        place.put("x", x);
        place.put("y", y);
        place.put("w", width);
        place.put("h", height);
        return place;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> of, String name) {
        return (List<Map<String, Object>>) of.get(name);
    }
}
