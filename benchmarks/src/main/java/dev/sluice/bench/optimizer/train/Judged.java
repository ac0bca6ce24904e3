package dev.sluice.bench.optimizer.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bench.cache.Data;
import dev.sluice.bench.cache.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A question that both models have answered.
 *
 * @param set where it is from
 * @param text its words
 * @param vector of its words
 * @param cheap whether the cheap model was right
 * @param strong whether the strong model was right
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody
public record Judged(String set, String text, float[] vector, boolean cheap, boolean strong) {

    private static final List<String> SETS = List.of("mmlu", "gsm8k");

    /** All questions of the routing data: MMLU, then GSM8K. */
    public static List<Judged> all(Data data, Vectors vectors) throws Exception {
        var json = new ObjectMapper();
        var texts = new ArrayList<String>();
        var rows = new ArrayList<JsonNode>();
        var sets = new ArrayList<String>();
        for (String set : SETS) {
            for (String line : data.lines("routing/" + set + ".jsonl.gz")) {
                try {
                    JsonNode row = json.readTree(line);
                    rows.add(row);
                    texts.add(row.get("prompt").asText());
                    sets.add(set);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        vectors.need(texts);
        var judged = new ArrayList<Judged>();
        for (int i = 0; i < texts.size(); i++) {
            judged.add(new Judged(
                    sets.get(i),
                    texts.get(i),
                    vectors.of(texts.get(i)),
                    rows.get(i).get("weak").asInt() == 1,
                    rows.get(i).get("strong").asInt() == 1));
        }
        return judged;
    }

    /** What a strong call gains: 1, 0 or -1. */
    public int gain() {
        return (strong ? 1 : 0) - (cheap ? 1 : 0);
    }
}
