package dev.sluice.worker.work;

import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.answers.Answerer;
import dev.sluice.worker.answers.GivenSources;
import dev.sluice.worker.answers.Synthesis;
import dev.sluice.worker.ledger.TasksConfig;
import dev.sluice.worker.llm.Prompts;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One cited report from several sources: {@code {"question": "...", "sources": [{"id": "a", "text": "..."}]}}; without
 * sources it is made from the tenant's documents, without a question from all that the sources say.
 */
@ApplicationScoped
class SynthesisType implements TaskType {

    private static final int MOST_SOURCES = 50;
    private static final int LONGEST_QUESTION = 2_000;
    private static final int PASSAGES = 24;

    private final Ways ways;
    private final Answerer answerer;
    private final int longest;

    SynthesisType(Ways ways, Answerer answerer, TasksConfig config) {
        this.ways = ways;
        this.answerer = answerer;
        this.longest = config.longestText();
    }

    /**
     * The report and its sources.
     *
     * @param report with citations by number
     * @param passages what the numbers mean
     */
    @RegisterForReflection
    record Made(Synthesis.Report report, List<Passage> passages) {}

    @Override
    public String name() {
        return "synthesis";
    }

    @Override
    public Duration timeout() {
        return Duration.ofMinutes(5);
    }

    @Override
    public void check(Map<String, Object> input) {
        Fields.known(input, Set.of("question", "sources", "sections", "model"));
        boolean sources = input.containsKey("sources");
        if (sources) {
            Texts.of(input, "sources", 1, MOST_SOURCES, longest);
        }
        if (!sources && !input.containsKey("question")) {
            throw Refusal.badRequest(
                    "invalid_input",
                    "input needs sources, a question that the tenant's documents are searched for, or both.");
        }
        question(input);
        sections(input);
        Fields.model(input);
    }

    @Override
    public Outcome run(Job job) throws CannotDo, TryLater, InterruptedException {
        String question = question(job.input());
        int sections = sections(job.input());
        List<Passage> passages = passages(job, question);
        if (passages.isEmpty()) {
            throw new CannotDo("Nothing in the knowledge index is about that. Add documents, or send sources.");
        }
        return ways.either(
                job,
                model -> {
                    String subject = question == null ? "all that the passages say" : question;
                    String said = model.ask(
                            Prompts.synthesis(subject, Answerer.numbered(passages)), new Marks(job, 500 * sections));
                    return Synthesis.written(said, passages).map(report -> new Made(report, passages));
                },
                () -> new Outcome(
                        new Made(Synthesis.extracted(question, passages, sections, 4), passages), "local:extractive"));
    }

    private List<Passage> passages(Job job, @Nullable String question) {
        if (!job.input().containsKey("sources")) {
            return answerer.retrieve(job.tenant(), question == null ? "" : question, PASSAGES);
        }
        var given = new GivenSources(Texts.of(job.input(), "sources", 1, MOST_SOURCES, longest));
        List<Passage> all = given.all();
        if (question == null || all.size() <= PASSAGES) {
            return all.stream().limit(4L * PASSAGES).toList();
        }
        List<Passage> best = given.best(question, PASSAGES);
        return best.isEmpty() ? all.stream().limit(PASSAGES).toList() : best;
    }

    private static @Nullable String question(Map<String, Object> input) {
        return input.containsKey("question") ? Fields.text(input, "question", LONGEST_QUESTION) : null;
    }

    private static int sections(Map<String, Object> input) {
        return Fields.number(input, "sections", 4, 1, 12);
    }
}
