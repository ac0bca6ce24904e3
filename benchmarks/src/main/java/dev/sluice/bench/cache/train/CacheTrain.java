package dev.sluice.bench.cache.train;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Report;
import dev.sluice.bench.cache.Data;
import dev.sluice.bench.cache.Vectors;
import dev.sluice.cache.embed.Encoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Trains the scorer for each encoder and writes its models into cache-service's sources. The same data, vectors and seed give
 * the same files, byte for byte.
 */
public final class CacheTrain implements Bench.Scenario {

    private static final Path MODELS = Path.of("cache-service/src/main/resources/dev/sluice/cache/score");

    @Override
    public void run(Report report) throws Exception {
        Optional<Data> data = Data.find();
        if (data.isEmpty()) {
            System.out.println("No labelled data to train on: name its folder by -Dsluice.bench.data.");
            return;
        }
        for (Encoder.Model encoder : Encoder.Model.values()) {
            Vectors vectors = Vectors.open(encoder);
            Trained trained = Trained.on(Material.gather(data.get(), vectors));
            Path model = MODELS.resolve(encoder.title() + ".model");
            Files.write(model, trained.model());
            System.out.println("Written to " + model);
            Quality.add(report, trained, data.get(), vectors);
        }
    }
}
