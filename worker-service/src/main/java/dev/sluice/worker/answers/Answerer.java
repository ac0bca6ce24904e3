package dev.sluice.worker.answers;

import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.worker.knowledge.Found;
import dev.sluice.worker.knowledge.KnowledgeBase;
import dev.sluice.worker.knowledge.Scope;
import dev.sluice.worker.llm.Gateway;
import dev.sluice.worker.llm.Model;
import dev.sluice.worker.llm.NoAnswer;
import dev.sluice.worker.llm.Payer;
import dev.sluice.worker.llm.Prompts;
import dev.sluice.worker.web.WebSearch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Questions answered from the tenant's documents, with a citation for what is said: by the configured model, or by
 * extraction. A citation always quotes its passage verbatim.
 */
@ApplicationScoped
public class Answerer {

    /** Said when no passage answers. */
    public static final String NOTHING = "Nothing in the knowledge index answers that.";

    /** How extraction is named in {@code madeBy}. */
    public static final String LOCAL = "local:extractive";

    private static final int SENTENCES = 4;

    private final KnowledgeBase knowledge;
    private final WebSearch web;
    private final Gateway gateway;
    private final Counter dropped;

    Answerer(KnowledgeBase knowledge, WebSearch web, Gateway gateway, MeterRegistry meters) {
        this.knowledge = knowledge;
        this.web = web;
        this.gateway = gateway;
        this.dropped = meters.counter("sluice.answers.citations.dropped");
    }

    /**
     * What an answer's number points at.
     *
     * @param n the passage's number
     * @param documentId the document
     * @param quote the sentence it rests on, verbatim from the passage
     */
    @RegisterForReflection
    public record Citation(int n, String documentId, String quote) {}

    /**
     * An answer.
     *
     * @param text with numbers in square brackets
     * @param citations one for each number and quote
     * @param madeBy {@code llm:<model>} or {@code local:extractive}
     * @param dropped citations the model made up: of numbers or for sentences that no passage bears out
     */
    public record Answer(String text, List<Citation> citations, String madeBy, int dropped) {
        public Answer {
            citations = List.copyOf(citations);
        }
    }

    /**
     * The passages for a question, and from the web behind them when that is wished.
     *
     * @throws dev.sluice.kit.problem.Refusal when the web is wished and no provider is configured
     */
    public Retrieved retrieve(String tenant, String question, Scope scope, int atMost, boolean withWeb)
            throws InterruptedException {
        if (withWeb) {
            demandWeb();
        }
        Found found = knowledge.search(tenant, question, scope, atMost);
        if (!withWeb) {
            return new Retrieved(found.passages(), found.way().wireName(), "off");
        }
        Optional<List<Passage>> pages = web.search(question, found.passages().size() + 1);
        List<Passage> all = new ArrayList<>(found.passages());
        pages.ifPresent(all::addAll);
        return new Retrieved(all, found.way().wireName(), pages.isPresent() ? "searched" : "away");
    }

    /** Throws a {@link dev.sluice.kit.problem.Refusal} when no web search is configured. */
    public void demandWeb() {
        web.demand();
    }

    /**
     * What was retrieved.
     *
     * @param passages the tenant's own first
     * @param way {@code hybrid} or {@code lexical}
     * @param web whether the web was searched: off, searched or away
     */
    public record Retrieved(List<Passage> passages, String way, String web) {
        public Retrieved {
            passages = List.copyOf(passages);
        }
    }

    /** The passages for a question. */
    public List<Passage> retrieve(String tenant, String question, int atMost) {
        return knowledge.search(tenant, question, atMost);
    }

    /**
     * Answers from passages; by extraction when there is no model, or the configured one fails before its first word.
     *
     * @param payer for whom a model is asked
     * @param wished the model to ask; absent for the configured one
     * @param piece told each piece of the answer as it is made
     * @throws NoAnswer when the model fails after its first word, or is the wished one
     */
    public Answer answer(
            Payer payer, @Nullable String wished, String question, List<Passage> passages, Consumer<String> piece)
            throws NoAnswer, InterruptedException {
        Optional<Model> model = passages.isEmpty() ? Optional.empty() : gateway.model(payer, wished);
        if (model.isEmpty()) {
            return extract(question, passages, piece);
        }
        boolean[] begun = {false};
        try {
            String text = model.get().ask(Prompts.answer(question, numbered(passages)), said -> {
                begun[0] = true;
                piece.accept(said);
            });
            Citing.Checked checked = Citing.of(text, passages);
            dropped.increment(checked.dropped());
            return new Answer(text, checked.citations(), model.get().madeBy(), checked.dropped());
        } catch (NoAnswer e) {
            if (begun[0] || model.get().isWished()) {
                throw e;
            }
            Log.warnf("the model said nothing (%s); the answer is made by extraction", e.getMessage());
            return extract(question, passages, piece);
        }
    }

    private static Answer extract(String question, List<Passage> passages, Consumer<String> piece) {
        List<Extract.Source> sources = passages.stream()
                .map(passage -> new Extract.Source(passage.n(), passage.title(), passage.text()))
                .toList();
        List<Extract.Cited> cited = Extract.answer(question, sources, SENTENCES);
        if (cited.isEmpty()) {
            piece.accept(NOTHING);
            return new Answer(NOTHING, List.of(), LOCAL, 0);
        }
        var text = new StringBuilder();
        List<Citation> citations = new ArrayList<>();
        for (Extract.Cited one : cited) {
            String said = (text.isEmpty() ? "" : " ") + one.sentence() + " [" + one.n() + "]";
            text.append(said);
            piece.accept(said);
            citations.add(new Citation(one.n(), documentOf(one.n(), passages), one.sentence()));
        }
        return new Answer(text.toString(), citations, LOCAL, 0);
    }

    /** Passages as a model reads them, each below its number. */
    public static String numbered(List<Passage> passages) {
        var text = new StringBuilder();
        for (Passage passage : passages) {
            text.append('[')
                    .append(passage.n())
                    .append("] ")
                    .append(passage.title())
                    .append('\n');
            text.append(passage.text()).append("\n\n");
        }
        return text.toString();
    }

    private static String documentOf(int n, List<Passage> passages) {
        return passages.stream()
                .filter(passage -> passage.n() == n)
                .map(Passage::documentId)
                .findFirst()
                .orElse("");
    }
}
