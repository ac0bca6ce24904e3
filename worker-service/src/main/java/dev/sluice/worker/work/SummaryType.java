package dev.sluice.worker.work;

import dev.sluice.worker.embeddings.Embeddings;
import dev.sluice.worker.language.Gist;
import dev.sluice.worker.ledger.TasksConfig;
import dev.sluice.worker.llm.Prompts;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A text made short: {@code {"text": "...", "sentences": 3, "model": "..."}}. */
@ApplicationScoped
class SummaryType implements TaskType {

    /** Sentences beyond which vectors are not worth their time. */
    private static final int MOST_VECTORS = 200;

    private final Ways ways;
    private final Embeddings embeddings;
    private final int longest;

    SummaryType(Ways ways, Embeddings embeddings, TasksConfig config) {
        this.ways = ways;
        this.embeddings = embeddings;
        this.longest = config.longestText();
    }

    /**
     * A summary.
     *
     * @param summary the whole
     * @param sentences its sentences; verbatim from the text when made by extraction
     */
    @RegisterForReflection
    record Summary(String summary, List<String> sentences) {}

    @Override
    public String name() {
        return "summary";
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(150);
    }

    @Override
    public void check(Map<String, Object> input) {
        Fields.known(input, Set.of("text", "sentences", "model"));
        Fields.text(input, "text", longest);
        sentences(input);
        Fields.model(input);
    }

    @Override
    public Outcome run(Job job) throws CannotDo, TryLater, InterruptedException {
        String text = Fields.text(job.input(), "text", longest);
        int sentences = sentences(job.input());
        return ways.either(
                job,
                model -> {
                    String made = model.ask(Prompts.summary(text, sentences), new Marks(job, 400 * sentences))
                            .strip();
                    return Optional.of(new Summary(made, Marks.sentences(made)));
                },
                () -> {
                    List<String> all = Gist.sentences(text);
                    Optional<List<float[]>> vectors = all.size() > sentences && all.size() <= MOST_VECTORS
                            ? embeddings.of(job.tenant(), all)
                            : Optional.empty();
                    Gist.Summary made = Gist.of(all, sentences, vectors);
                    return new Outcome(
                            new Summary(String.join(" ", made.sentences()), made.sentences()),
                            "local:" + made.method());
                });
    }

    private static int sentences(Map<String, Object> input) {
        return Fields.number(input, "sentences", 3, 1, 20);
    }
}
