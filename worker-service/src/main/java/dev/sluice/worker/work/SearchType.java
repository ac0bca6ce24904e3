package dev.sluice.worker.work;

import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.worker.answers.Answerer;
import dev.sluice.worker.llm.NoAnswer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An answer from the tenant's documents: {@code {"query": "...", "limit": 5}}. */
@ApplicationScoped
class SearchType implements TaskType {

    private static final int LONGEST = 2_000;

    private final Answerer answerer;

    SearchType(Answerer answerer) {
        this.answerer = answerer;
    }

    /**
     * What was found.
     *
     * @param answer with numbers in square brackets
     * @param citations what the numbers point at
     * @param passages all that was retrieved
     */
    @RegisterForReflection
    record Found(String answer, List<Answerer.Citation> citations, List<Passage> passages) {}

    @Override
    public String name() {
        return "search";
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(150);
    }

    @Override
    public void check(Map<String, Object> input) {
        Fields.known(input, Set.of("query", "limit", "model"));
        Fields.text(input, "query", LONGEST);
        limit(input);
        Fields.model(input);
    }

    @Override
    public Outcome run(Job job) throws CannotDo, TryLater, InterruptedException {
        String query = Fields.text(job.input(), "query", LONGEST);
        List<Passage> passages = answerer.retrieve(job.tenant(), query, limit(job.input()));
        try {
            Answerer.Answer answer =
                    answerer.answer(Ways.payer(job), Fields.model(job.input()), query, passages, new Marks(job, 800));
            return new Outcome(new Found(answer.text(), answer.citations(), passages), answer.madeBy());
        } catch (NoAnswer e) {
            throw Ways.unanswered(e);
        }
    }

    private static int limit(Map<String, Object> input) {
        return Fields.number(input, "limit", 5, 1, 20);
    }
}
