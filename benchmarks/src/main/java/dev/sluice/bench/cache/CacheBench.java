package dev.sluice.bench.cache;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Parts;
import dev.sluice.bench.Report;
import dev.sluice.bench.cache.train.Material;
import dev.sluice.bench.cache.train.Quality;
import dev.sluice.bench.cache.train.Trained;
import dev.sluice.cache.embed.Encoder;
import java.util.Optional;

/**
 * The cache beside a plain cosine. Each group of figures is a class with an {@code add(Report)}; those that need the
 * labelled data are left out, with a word, when it is not there. {@code -Dsluice.bench.cache.parts=scorer,speed} measures
 * some of them only.
 */
public final class CacheBench implements Bench.Scenario {

    @Override
    public void run(Report report) throws Exception {
        Parts parts = Parts.chosenBy("sluice.bench.cache.parts");
        parts.measure("joining", () -> JoinRows.add(report));
        Optional<Data> found = Data.find();
        if (found.isEmpty()) {
            System.out.println(
                    "No labelled data: name its folder by -Dsluice.bench.data. Rows of quality are left out.");
            return;
        }
        Data data = found.get();
        Vectors vectors = Vectors.open();
        parts.measure("baseline", () -> Baselines.add(report, data, vectors));
        parts.measure("scorer", () -> Quality.add(report, trained(data, vectors), data, vectors));
        parts.measure("pairs", () -> {
            Baselines.addPairs(report, data, vectors);
            Quality.addPairs(report, trained(data, vectors), data, vectors);
        });
        parts.measure("minilm", () -> {
            Vectors smaller = Vectors.open(Encoder.Model.MINILM);
            Quality.add(report, trained(data, smaller), data, smaller);
        });
        parts.measure("budget", () -> BudgetRows.add(report, data, vectors));
        parts.measure("faq", () -> FaqRows.add(report, data, vectors));
        parts.measure("freshness", () -> FreshnessRows.add(report, data));
        parts.measure("eviction", () -> EvictionRows.add(report, data));
        parts.measure("compression", () -> SqueezeRows.add(report, data));
        parts.measure("speed", () -> SpeedRows.add(report, data));
        parts.measure("timing", () -> TimingRows.add(report, data));
        parts.measure("redis", () -> RedisRows.add(report, data, vectors));
        parts.measure("search", () -> SearchRows.add(report, data));
        parts.end();
    }

    private static Trained trained(Data data, Vectors vectors) throws Exception {
        return Trained.on(Material.gather(data, vectors));
    }
}
