package dev.sluice.bench.cache;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Report;
import dev.sluice.bench.cache.train.Material;
import dev.sluice.bench.cache.train.Quality;
import dev.sluice.bench.cache.train.Trained;
import dev.sluice.cache.embed.Encoder;
import java.util.Optional;

/**
 * The cache beside a plain cosine. Each group of figures is a class with an {@code add(Report)}; those that need the
 * labelled data are left out, with a word, when it is not there.
 */
public final class CacheBench implements Bench.Scenario {

    private interface Part {
        void add() throws Exception;
    }

    @Override
    public void run(Report report) throws Exception {
        part("joining", () -> JoinRows.add(report));
        Optional<Data> found = Data.find();
        if (found.isEmpty()) {
            System.out.println(
                    "No labelled data: name its folder by -Dsluice.bench.data. Rows of quality are left out.");
            return;
        }
        Data data = found.get();
        Vectors vectors = Vectors.open();
        part("plain cosine", () -> Baselines.add(report, data, vectors));
        part("the scorer", () -> {
            Trained trained = Trained.on(Material.gather(data, vectors));
            Quality.add(report, trained, data, vectors);
            Quality.addPairs(report, trained, data, vectors);
        });
        part("the scorer of the smaller encoder", () -> {
            Vectors smaller = Vectors.open(Encoder.Model.MINILM);
            Quality.add(report, Trained.on(Material.gather(data, smaller)), data, smaller);
        });
        part("the error budget", () -> BudgetRows.add(report, data, vectors));
        part("the FAQ", () -> FaqRows.add(report, data, vectors));
        part("freshness", () -> FreshnessRows.add(report, data));
        part("eviction", () -> EvictionRows.add(report, data));
        part("compression", () -> SqueezeRows.add(report, data));
        part("speed", () -> SpeedRows.add(report, data));
        part("what time tells", () -> TimingRows.add(report, data));
        part("Redis", () -> RedisRows.add(report, data, vectors));
        part("search", () -> SearchRows.add(report, data));
    }

    /** A part that fails costs its own rows only. */
    private static void part(String name, Part part) throws InterruptedException {
        System.out.println("Measuring " + name);
        try {
            part.add();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            System.out.println("Its rows are left out, since it failed: " + e);
        }
    }
}
