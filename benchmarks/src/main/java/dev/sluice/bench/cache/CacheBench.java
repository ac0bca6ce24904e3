package dev.sluice.bench.cache;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Report;
import dev.sluice.bench.cache.train.Material;
import dev.sluice.bench.cache.train.Quality;
import dev.sluice.bench.cache.train.Trained;
import java.util.Optional;

/**
 * The cache beside a plain cosine. Each group of figures is a class with an {@code add(Report)}; those that need the
 * labelled data are left out, with a word, when it is not there.
 */
public final class CacheBench implements Bench.Scenario {

    @Override
    public void run(Report report) throws Exception {
        JoinRows.add(report);
        Optional<Data> data = Data.find();
        if (data.isEmpty()) {
            System.out.println(
                    "No labelled data: name its folder by -Dsluice.bench.data. Rows of quality are left out.");
            return;
        }
        Vectors vectors = Vectors.open();
        Baselines.add(report, data.get(), vectors);
        Quality.add(report, Trained.on(Material.gather(data.get(), vectors)), data.get(), vectors);
        BudgetRows.add(report, data.get(), vectors);
        FaqRows.add(report, data.get(), vectors);
        FreshnessRows.add(report, data.get());
        EvictionRows.add(report, data.get());
        SqueezeRows.add(report, data.get());
        SpeedRows.add(report, data.get());
        SearchRows.add(report, data.get());
    }
}
