package dev.sluice.worker.knowledge;

import dev.sluice.contracts.knowledge.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From a question to numbered passages: what two ways of looking find, fused. */
final class Retrieval {

    /** Passages each way contributes: of more, fusion changes nothing among the first few. */
    private static final int DEPTH = 50;

    /** The question in a model's space. */
    record Meaning(String model, Vector vector) {}

    private Retrieval() {}

    /**
     * A question as it is embedded. The BGE models were trained with an instruction before questions, and none before
     * passages (model card of bge-small-en-v1.5).
     */
    static String asked(String model, String question) {
        return model.startsWith("bge-")
                ? "Represent this sentence for searching relevant passages: " + question
                : question;
    }

    /** The passages for a question; by words alone when its meaning is unknown or no passage has a vector of that model. */
    static Found find(
            KnowledgeIndex index, String tenant, String question, Optional<Meaning> meaning, Scope scope, int atMost) {
        int depth = Math.max(DEPTH, atMost);
        List<Hit> byWords = index.byWords(tenant, question, scope, depth);
        List<Hit> byMeaning = meaning.map(m -> index.byMeaning(tenant, m.model(), m.vector(), scope, depth))
                .orElseGet(List::of);
        if (byMeaning.isEmpty()) {
            return new Found(numbered(byWords, atMost), Found.Way.LEXICAL);
        }
        List<Hit> fused = Fusion.of(List.of(byWords, byMeaning), List.of(1.0, 1.0));
        return new Found(numbered(fused, atMost), Found.Way.HYBRID);
    }

    private static List<Passage> numbered(List<Hit> hits, int atMost) {
        List<Passage> passages = new ArrayList<>();
        for (Hit hit : hits.subList(0, Math.min(atMost, hits.size()))) {
            passages.add(new Passage(
                    passages.size() + 1, hit.documentId(), hit.title(), hit.url(), hit.text(), hit.score()));
        }
        return passages;
    }
}
