package dev.sluice.bench.optimizer.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bench.cache.Data;
import dev.sluice.bench.cache.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A text of a kind that nobody judged: what people ask elsewhere (Quora's QQP, CLINC150, BANKING77), and long prose
 * (abstracts of Inspec and SciTLDR).
 *
 * @param text its words
 * @param vector of its words
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody
public record Foreign(String text, float[] vector) {

    private static final int FROM_QUORA = 1_500;
    private static final int FROM_REQUESTS = 600;

    /** A fixed sample of each set. */
    public static List<Foreign> all(Data data, Vectors vectors) throws Exception {
        List<String> texts = new ArrayList<>();
        texts.addAll(spread(data.streamOnce().stream().map(Data.Asked::text).toList(), FROM_QUORA));
        for (String file : List.of("clinc150/train.tsv.gz", "banking77/train.tsv.gz")) {
            texts.addAll(spread(data.rows(file).stream().map(row -> row[1]).toList(), FROM_REQUESTS));
        }
        var json = new ObjectMapper();
        for (String line : data.lines("keywords/Inspec.jsonl.gz")) {
            texts.add(json.readTree(line).path("text").asText());
        }
        for (String line : data.lines("summaries/scitldr.jsonl.gz")) {
            var abstracted = new StringJoiner(" ");
            json.readTree(line).path("sentences").forEach(sentence -> abstracted.add(sentence.asText()));
            texts.add(abstracted.toString());
        }
        vectors.need(texts);
        return texts.stream().map(text -> new Foreign(text, vectors.of(text))).toList();
    }

    private static List<String> spread(List<String> texts, int count) {
        List<String> spread = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            spread.add(texts.get((int) ((long) i * texts.size() / count)));
        }
        return spread;
    }
}
