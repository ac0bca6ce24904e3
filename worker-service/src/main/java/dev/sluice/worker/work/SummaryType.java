package dev.sluice.worker.work;

import dev.sluice.worker.WorkerConfig;
import dev.sluice.worker.language.Centrality;
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

    private final Ways ways;
    private final int longest;

    SummaryType(Ways ways, WorkerConfig config) {
        this.ways = ways;
        this.longest = config.tasks().longestText();
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
                    List<String> chosen = Centrality.summary(text, sentences);
                    return new Outcome(new Summary(String.join(" ", chosen), chosen), "local:lexrank");
                });
    }

    private static int sentences(Map<String, Object> input) {
        return Fields.number(input, "sentences", 3, 1, 20);
    }
}
