package dev.sluice.worker.answers;

import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.worker.knowledge.KnowledgeBase;
import dev.sluice.worker.language.Sentences;
import dev.sluice.worker.language.Terms;
import dev.sluice.worker.llm.Gateway;
import dev.sluice.worker.llm.Model;
import dev.sluice.worker.llm.NoAnswer;
import dev.sluice.worker.llm.Payer;
import dev.sluice.worker.llm.Prompts;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final Pattern MARK = Pattern.compile("\\[(\\d{1,3})]");

    private final KnowledgeBase knowledge;
    private final Gateway gateway;

    Answerer(KnowledgeBase knowledge, Gateway gateway) {
        this.knowledge = knowledge;
        this.gateway = gateway;
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
     */
    public record Answer(String text, List<Citation> citations, String madeBy) {
        public Answer {
            citations = List.copyOf(citations);
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
            return new Answer(text, citations(text, passages), model.get().madeBy());
        } catch (NoAnswer e) {
            if (begun[0] || model.get().isWished()) {
                throw e;
            }
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
            return new Answer(NOTHING, List.of(), LOCAL);
        }
        var text = new StringBuilder();
        List<Citation> citations = new ArrayList<>();
        for (Extract.Cited one : cited) {
            String said = (text.isEmpty() ? "" : " ") + one.sentence() + " [" + one.n() + "]";
            text.append(said);
            piece.accept(said);
            citations.add(new Citation(one.n(), documentOf(one.n(), passages), one.sentence()));
        }
        return new Answer(text.toString(), citations, LOCAL);
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

    /** For each number the model used that exists, the sentence of that passage most like what it is put behind. */
    static List<Citation> citations(String text, List<Passage> passages) {
        Map<Integer, Passage> byNumber = new TreeMap<>();
        passages.forEach(passage -> byNumber.put(passage.n(), passage));
        Set<Citation> citations = new LinkedHashSet<>();
        String before = "";
        for (Sentences.Sentence sentence : Sentences.of(text)) {
            String said = MARK.matcher(sentence.text()).replaceAll("");
            Matcher marks = MARK.matcher(sentence.text());
            int end = 0;
            while (marks.find()) {
                // A number may stand behind the full stop, and then looks like the beginning of the next sentence.
                boolean behind = sentence.text().substring(end, marks.start()).isBlank() && end == 0;
                Passage passage = byNumber.get(Integer.parseInt(marks.group(1)));
                if (passage != null) {
                    citations.add(new Citation(
                            passage.n(), passage.documentId(), mostLike(behind ? before : said, passage.text())));
                }
                end = behind ? 0 : marks.end();
            }
            before = said.isBlank() ? before : said;
        }
        return List.copyOf(citations);
    }

    private static String mostLike(String said, String passage) {
        Set<String> terms = Terms.distinct(said);
        String best = "";
        long most = -1;
        for (Sentences.Sentence sentence : Sentences.of(passage)) {
            Set<String> shared = new HashSet<>(Terms.of(sentence.text()));
            shared.retainAll(terms);
            if (shared.size() > most) {
                most = shared.size();
                best = sentence.text();
            }
        }
        return best;
    }

    private static String documentOf(int n, List<Passage> passages) {
        return passages.stream()
                .filter(passage -> passage.n() == n)
                .map(Passage::documentId)
                .findFirst()
                .orElse("");
    }
}
