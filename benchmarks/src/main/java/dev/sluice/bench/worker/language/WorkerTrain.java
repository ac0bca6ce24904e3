package dev.sluice.bench.worker.language;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Report;
import dev.sluice.bench.cache.Data;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Trains the weights of keywords and summaries on all labelled texts and writes them into worker-service's sources. */
public final class WorkerTrain implements Bench.Scenario {

    private static final Path FOLDER = Path.of("worker-service/src/main/resources");

    @Override
    public void run(Report report) throws Exception {
        Optional<Data> data = Data.find();
        if (data.isEmpty()) {
            System.out.println("No labelled data to train on: name its folder by -Dsluice.bench.data.");
            return;
        }
        Files.writeString(
                FOLDER.resolve("keyphrase-weights.tsv"),
                PhraseTraining.file(KeywordRows.train(KeywordRows.read(data.get()), -1)));
        Files.writeString(FOLDER.resolve("gist-weights.tsv"), LanguageRows.gistWeights(data.get()));
        System.out.println("Written to " + FOLDER);
        LanguageRows.add(report, data.get());
    }
}
