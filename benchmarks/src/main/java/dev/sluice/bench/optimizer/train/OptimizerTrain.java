package dev.sluice.bench.optimizer.train;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Report;
import dev.sluice.bench.cache.Data;
import dev.sluice.bench.cache.Vectors;
import dev.sluice.optimizer.choice.RouteFile;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Trains the choice of models and writes its numbers into optimizer-service's sources. */
public final class OptimizerTrain implements Bench.Scenario {

    private static final Path MODEL = Path.of("optimizer-service/src/main/resources/route.model");

    @Override
    public void run(Report report) throws Exception {
        Optional<Data> data = Data.find();
        if (data.isEmpty()) {
            System.out.println("No labelled data to train on: name its folder by -Dsluice.bench.data.");
            return;
        }
        Vectors vectors = Vectors.ofPlainTexts();
        List<Judged> questions = Judged.all(data.get(), vectors);
        List<Foreign> foreign = Foreign.all(data.get(), vectors);
        var bytes = new ByteArrayOutputStream();
        RouteFile.write(Training.of(questions, foreign).model(), bytes);
        Files.write(MODEL, bytes.toByteArray());
        System.out.println("Written to " + MODEL + ", " + bytes.size() + " bytes");
    }
}
