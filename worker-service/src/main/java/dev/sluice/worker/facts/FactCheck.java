package dev.sluice.worker.facts;

import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.worker.answers.Answerer;
import dev.sluice.worker.facts.Checked.Citation;
import dev.sluice.worker.llm.Gateway;
import dev.sluice.worker.llm.Model;
import dev.sluice.worker.llm.NoAnswer;
import dev.sluice.worker.llm.Payer;
import dev.sluice.worker.llm.Prompts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks a text claim by claim: evidence is found, then a model judges it, or the words are weighed here. A model's verdict
 * counts only with a sentence that stands in the passage it names; where the model and the words disagree, confidence is
 * lower.
 */
@ApplicationScoped
public class FactCheck {

    /** Claims looked at; of a longer text, the first so many. */
    public static final int MOST_CLAIMS = 40;

    /** How the verdict without a model is named in {@code madeBy}. */
    public static final String LOCAL = "local:weighing";

    private final Gateway gateway;

    FactCheck(Gateway gateway) {
        this.gateway = gateway;
    }

    /** Where evidence comes from. */
    @FunctionalInterface
    public interface Evidence {

        /** The passages for a claim, best first, numbered from 1. */
        List<Passage> of(String claim) throws InterruptedException;
    }

    /** Told each stage as it is reached, on the calling thread. All default to nothing. */
    public interface Listener {

        /** The text's claims, before any is checked. */
        default void claims(List<String> claims) {}

        /** What was found for a claim, by its place from 0. */
        default void evidence(int claim, List<Passage> passages) {}

        /** What became of a claim. */
        default void checked(int claim, Checked checked) {}
    }

    /**
     * Checks a text.
     *
     * @param payer for whom a model is asked
     * @param wished the model to ask; absent for the configured one
     * @param text the text
     * @return a verdict for each claim, in the order of the text
     * @throws NoAnswer when the wished model does not answer; the configured one is replaced by the local method
     */
    public List<Checked> check(Payer payer, @Nullable String wished, String text, Evidence evidence, Listener listener)
            throws NoAnswer, InterruptedException {
        Optional<Model> model = gateway.model(payer, wished);
        List<String> claims = Claims.of(text).stream().limit(MOST_CLAIMS).toList();
        listener.claims(claims);
        List<Checked> all = new ArrayList<>();
        for (String claim : claims) {
            int place = all.size();
            List<Passage> passages = evidence.of(claim);
            listener.evidence(place, passages);
            Checked checked = judged(model, claim, passages);
            listener.checked(place, checked);
            all.add(checked);
        }
        return all;
    }

    private static Checked judged(Optional<Model> model, String claim, List<Passage> passages)
            throws NoAnswer, InterruptedException {
        Checked weighed = weigh(claim, passages);
        if (model.isEmpty() || passages.isEmpty()) {
            return weighed;
        }
        try {
            String said = model.get().ask(Prompts.verdict(claim, Answerer.numbered(passages)), piece -> {});
            return Ruling.of(said, passages)
                    .map(ruling -> ruling.with(claim, weighed, model.get().madeBy()))
                    .orElse(weighed);
        } catch (NoAnswer e) {
            if (model.get().isWished()) {
                throw e;
            }
            return weighed;
        }
    }

    /** The verdict of words alone: of the sentence that says most of the claim and of what comes close to it. */
    static Checked weigh(String claim, List<Passage> passages) {
        Weighing.Opinion best = new Weighing.Opinion(Verdict.NOT_ENOUGH, 0.5, "There is no evidence.");
        Citation cited = null;
        double most = -1;
        for (Passage passage : passages) {
            for (String sentence : Weighing.sentences(passage.text())) {
                Weighing.Opinion opinion = Weighing.of(claim, sentence, passage.title());
                double weight = Weighing.coverage(claim, sentence, passage.title())
                        + (opinion.verdict() == Verdict.SUPPORTED ? 0.2 : 0);
                if (weight > most) {
                    most = weight;
                    best = opinion;
                    cited = cited(passage, sentence);
                }
            }
        }
        List<Citation> citations = cited == null || best.verdict() == Verdict.NOT_ENOUGH ? List.of() : List.of(cited);
        return new Checked(claim, best.verdict(), rounded(best.confidence()), best.reason(), citations, LOCAL);
    }

    static Citation cited(Passage passage, String sentence) {
        return new Citation(passage.n(), passage.documentId(), passage.title(), passage.url(), sentence);
    }

    static double rounded(double confidence) {
        return Math.round(confidence * 100) / 100.0;
    }
}
