package dev.sluice.optimizer.templates;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All templates of all tenants as folded from the topic. Of several that claim a version, the first has it. Thread-safe. */
final class Shelf {

    private static final class Series {

        private @Nullable Head head;
        private final NavigableMap<Integer, Template> versions = new TreeMap<>();
    }

    private final Map<String, NavigableMap<String, Series>> tenants = new HashMap<>();

    synchronized void put(Template template) {
        series(template.tenant(), template.name()).versions.putIfAbsent(template.version(), template);
    }

    synchronized void put(Head head) {
        series(head.tenant(), head.name()).head = head;
    }

    /** Takes away what stood under a key of {@link Template#key()}. */
    synchronized void remove(String tenant, String name, int version, String id) {
        NavigableMap<Integer, Template> versions = series(tenant, name).versions;
        Template known = versions.get(version);
        if (known != null && known.id().equals(id)) {
            versions.remove(version);
        }
    }

    synchronized Collection<Template> versions(String tenant, String name) {
        Series series = find(tenant, name);
        return series == null ? List.of() : List.copyOf(series.versions.values());
    }

    synchronized Head head(String tenant, String name) {
        Series series = find(tenant, name);
        return series == null || series.head == null ? Head.first(tenant, name) : series.head;
    }

    /** The number for a new version. */
    synchronized int next(String tenant, String name) {
        Series series = find(tenant, name);
        int last = series == null || series.versions.isEmpty() ? 0 : series.versions.lastKey();
        return Math.max(last + 1, head(tenant, name).nextVersion());
    }

    /** The newest version of each template of a tenant, by name. */
    synchronized List<Template> newest(String tenant) {
        var newest = new ArrayList<Template>();
        tenants.getOrDefault(tenant, new TreeMap<>()).values().stream()
                .filter(series -> !series.versions.isEmpty())
                .forEach(series -> newest.add(series.versions.lastEntry().getValue()));
        return newest;
    }

    private @Nullable Series find(String tenant, String name) {
        Map<String, Series> own = tenants.get(tenant);
        return own == null ? null : own.get(name);
    }

    private Series series(String tenant, String name) {
        return tenants.computeIfAbsent(tenant, any -> new TreeMap<>()).computeIfAbsent(name, any -> new Series());
    }
}
