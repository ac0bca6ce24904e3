package dev.sluice.cache.variation;

import dev.sluice.cache.variation.VariationViews.CategoryView;
import dev.sluice.cache.variation.VariationViews.ClusterView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one tenant asks about. Clusters are made as questions come (leader clustering): a question joins the nearest one if
 * it is near enough, else it begins one of its own, in place of the one least in use when there are too many.
 */
final class Tenant {

    private static final double HALF_LIFE = 5_000;
    private static final int REMEMBERED = 2_000;

    private static final class Category {

        private final Count count = new Count();
        private final Deque<String> samples = new ArrayDeque<>();
    }

    private final int mostClusters;
    private final double near;
    private final Set<String> stop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Category> categories = new LinkedHashMap<>();
    private final List<Cluster> clusters = new ArrayList<>();
    /** Which cluster a canonical question is of, so that one asked again needs no vector. */
    private final Map<String, Integer> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > REMEMBERED;
        }
    };

    private int nextId = 1;
    private long tick;

    /**
     * A tenant that has asked nothing yet.
     *
     * @param mostClusters how many clusters are kept
     * @param near the least cosine, 0 to 1, at which a question joins a cluster
     * @param stop words that say nothing
     */
    Tenant(int mostClusters, double near, Set<String> stop) {
        this.mostClusters = mostClusters;
        this.near = near;
        this.stop = stop;
    }

    /** Counts a look-up. Without a vector, and unknown, a question counts for its category only. */
    void saw(String canonical, String category, float @Nullable [] vector, boolean hit, long savedNano) {
        lock.lock();
        try {
            tick++;
            Category one = categories.computeIfAbsent(category, name -> new Category());
            one.count.add(hit, savedNano);
            Cluster.sample(one.samples, canonical);
            Cluster cluster = cluster(canonical, vector);
            if (cluster != null) {
                cluster.use(tick, HALF_LIFE);
                cluster.count().add(hit, savedNano);
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Cluster cluster(String canonical, float @Nullable [] vector) {
        Integer id = known.get(canonical);
        Cluster joined = id == null
                ? null
                : clusters.stream()
                        .filter(cluster -> cluster.id() == id)
                        .findFirst()
                        .orElse(null);
        if (joined == null && vector != null) {
            joined = nearest(vector);
            joined.add(canonical, Categories.words(canonical), vector, stop);
            known.put(canonical, joined.id());
        }
        return joined;
    }

    private Cluster nearest(float[] vector) {
        Cluster best = null;
        double most = near;
        for (Cluster cluster : clusters) {
            double cosine = cluster.cosine(vector);
            if (cosine >= most) {
                most = cosine;
                best = cluster;
            }
        }
        if (best == null) {
            best = new Cluster(nextId++, vector);
            if (clusters.size() >= mostClusters) {
                clusters.remove(clusters.stream()
                        .min(Comparator.comparingDouble(cluster -> cluster.weight(tick, HALF_LIFE)))
                        .orElseThrow());
            }
            clusters.add(best);
        }
        return best;
    }

    /** Forgets every question that could be shown; counts and words stay. */
    void forgetSamples() {
        lock.lock();
        try {
            categories.values().forEach(category -> category.samples.clear());
            clusters.forEach(Cluster::forgetSamples);
        } finally {
            lock.unlock();
        }
    }

    List<CategoryView> categories(Map<String, Integer> patterns) {
        lock.lock();
        try {
            Map<String, Integer> all = new LinkedHashMap<>(patterns);
            all.putIfAbsent(Categories.OTHER, 0);
            categories.keySet().forEach(name -> all.putIfAbsent(name, 0));
            return all.entrySet().stream()
                    .map(entry -> view(entry.getKey(), entry.getValue()))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private CategoryView view(String name, int patterns) {
        Category category = categories.getOrDefault(name, new Category());
        Count count = category.count;
        return new CategoryView(
                name, patterns, count.lookups(), count.hits(), count.savedNano(), List.copyOf(category.samples));
    }

    /** The clusters with at least two questions, those in most use first. */
    List<ClusterView> clusters(int limit) {
        lock.lock();
        try {
            return clusters.stream()
                    .filter(cluster -> cluster.questions() > 1)
                    .sorted(Comparator.comparingDouble((Cluster cluster) -> cluster.weight(tick, HALF_LIFE))
                            .reversed())
                    .limit(limit)
                    .map(Tenant::view)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private static ClusterView view(Cluster cluster) {
        Count count = cluster.count();
        return new ClusterView(
                "c" + cluster.id(),
                cluster.label(),
                cluster.questions(),
                count.lookups(),
                count.hits(),
                count.savedNano(),
                cluster.samples());
    }
}
