package dev.sluice.bench.cache.train;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Report;
import dev.sluice.bench.cache.Data;
import dev.sluice.bench.cache.Vectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Trains the scorer and writes its model into cache-service's sources. The same data, vectors and seed give the same
 * file, byte for byte.
 */
public final class CacheTrain implements Bench.Scenario {

    private static final Path MODEL = Path.of("cache-service/src/main/resources/dev/sluice/cache/score.model");

    @Override
    public void run(Report report) throws Exception {
        Optional<Data> data = Data.find();
        if (data.isEmpty()) {
            System.out.println("No labelled data to train on: name its folder by -Dsluice.bench.data.");
            return;
        }
        Vectors vectors = Vectors.open();
        Trained trained = Trained.on(Material.gather(data.get(), vectors));
        Files.write(MODEL, trained.model());
        System.out.println("Written to " + MODEL);
        Quality.add(report, trained, data.get(), vectors);
    }
}
