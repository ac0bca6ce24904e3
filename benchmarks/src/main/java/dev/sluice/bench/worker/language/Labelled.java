package dev.sluice.bench.worker.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bench.cache.Data;
import dev.sluice.worker.language.Keyphrases;
import dev.sluice.worker.language.Terms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A text with the keywords that people gave it.
 *
 * @param text the text
 * @param gold the keywords, as stems
 * @param candidates what our method may choose from
 */
record Labelled(String text, Set<String> gold, List<Keyphrases.Candidate> candidates) {

    static List<Labelled> read(Data data, String set) {
        var json = new ObjectMapper();
        List<Labelled> texts = new ArrayList<>();
        for (String line : data.lines("keywords/" + set + ".jsonl.gz")) {
            try {
                JsonNode row = json.readTree(line);
                List<String> keys = new ArrayList<>();
                row.get("keys").forEach(key -> keys.add(stems(key.asText())));
                String text = row.get("text").asText();
                texts.add(new Labelled(text, Set.copyOf(keys), Keyphrases.candidates(text)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return texts;
    }

    /** A phrase as it is compared: lower case, Porter stems, marks as spaces. */
    static String stems(String phrase) {
        return String.join(" ", Terms.all(phrase.replaceAll("[^\\p{L}\\p{N}]+", " ")));
    }

    boolean isGold(Keyphrases.Candidate candidate) {
        return gold.contains(stems(candidate.text()));
    }

    /** F1 of the first ten, as precision of ten and recall of all. */
    double f1(List<String> keywords) {
        Set<String> chosen = keywords.stream().limit(10).map(Labelled::stems).collect(Collectors.toSet());
        long hits = chosen.stream().filter(gold::contains).count();
        if (hits == 0) {
            return 0;
        }
        double precision = hits / 10.0;
        double recall = hits / (double) gold.size();
        return 2 * precision * recall / (precision + recall);
    }
}
