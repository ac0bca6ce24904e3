package dev.sluice.bench.worker.language;

import dev.sluice.bench.Report;
import dev.sluice.bench.cache.Data;
import dev.sluice.cache.embed.Encoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The worker's language methods: keywords, then summaries. */
public final class LanguageRows {

    private static final Path NATIVES = Path.of("target", "bench", "natives");

    private LanguageRows() {}

    /** Adds the rows, those of summaries with the vectors of cache-service's own encoder. Takes a few minutes. */
    public static void add(Report report, Data data) throws Exception {
        KeywordRows.add(report, data);
        try (Encoder encoder = Encoder.load(NATIVES)) {
            SummaryRows.add(report, data, Optional.of(vectors(encoder)));
        }
    }

    /** The weights of summaries, as the worker reads them. */
    static String gistWeights(Data data) throws Exception {
        try (Encoder encoder = Encoder.load(NATIVES)) {
            List<SummaryRows.Abstract> all = SummaryRows.read(data);
            double[] plain = SummaryRows.train(all, SummaryRows.features(all, Optional.empty()), -1);
            var vectors = Optional.<SummaryRows.Vectors>of(vectors(encoder));
            return SummaryRows.file(plain, SummaryRows.train(all, SummaryRows.features(all, vectors), -1));
        }
    }

    private static SummaryRows.Vectors vectors(Encoder encoder) {
        Map<String, float[]> known = new HashMap<>();
        return sentences -> {
            List<float[]> vectors = new ArrayList<>();
            for (String sentence : sentences) {
                float[] vector = known.get(sentence);
                if (vector == null) {
                    vector = encoder.first(encoder.tokens(sentence));
                    known.put(sentence, vector);
                }
                vectors.add(vector);
            }
            return vectors;
        };
    }
}
