package dev.sluice.cache.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * How rare a word is, 0 to 1. The vocabulary of the encoder lists English words by how common they are, so a word's
 * place in it stands for its frequency; a word that is not in it is rarer than all that are.
 */
final class Commonness {

    private static final String VOCABULARY = "/bge-small-en-v1.5-q-tokenizer.json";
    private static final double FIRST_WORD = 1_996;
    private static final double LAST_WORD = 30_522;
    private static final float LEAST = 0.1f;

    private final Map<String, Float> weights;

    private Commonness(Map<String, Float> weights) {
        this.weights = weights;
    }

    static Commonness shipped() {
        try (InputStream in = Commonness.class.getResourceAsStream(VOCABULARY)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + VOCABULARY + " is missing from the package");
            }
            JsonNode places = new ObjectMapper().readTree(in).path("model").path("vocab");
            Map<String, Float> weights = new HashMap<>(60_000);
            places.properties().forEach(place -> {
                if (place.getValue().asInt() >= FIRST_WORD && !place.getKey().startsWith("##")) {
                    weights.put(place.getKey(), weight(place.getValue().asInt()));
                }
            });
            return new Commonness(weights);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float weight(int place) {
        double share = StrictMath.log(place / FIRST_WORD) / StrictMath.log(LAST_WORD / FIRST_WORD);
        return (float) Math.max(LEAST, share);
    }

    /** The weight of a word in small letters. */
    float of(String word) {
        return weights.getOrDefault(word, 1f);
    }
}
