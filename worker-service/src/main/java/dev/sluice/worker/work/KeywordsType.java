package dev.sluice.worker.work;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.worker.ledger.TasksConfig;
import dev.sluice.worker.llm.Prompts;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a text is about: {@code {"text": "...", "count": 10, "model": "..."}}. */
@ApplicationScoped
class KeywordsType implements TaskType {

    private final Ways ways;
    private final int longest;

    KeywordsType(Ways ways, TasksConfig config) {
        this.ways = ways;
        this.longest = config.longestText();
    }

    /**
     * A keyword or phrase.
     *
     * @param text as it stands in the text
     * @param score lower is more relevant, comparable within one answer only; absent when a model chose it
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Keyword(String text, @Nullable Double score) {}

    /** The keywords, most relevant first. */
    @RegisterForReflection
    record Keywords(List<Keyword> keywords) {}

    @Override
    public String name() {
        return "keywords";
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(150);
    }

    @Override
    public void check(Map<String, Object> input) {
        Fields.known(input, Set.of("text", "count", "model"));
        Fields.text(input, "text", longest);
        count(input);
        Fields.model(input);
    }

    @Override
    public Outcome run(Job job) throws CannotDo, TryLater, InterruptedException {
        String text = Fields.text(job.input(), "text", longest);
        int count = count(job.input());
        return ways.either(
                job,
                model -> {
                    String said = model.ask(Prompts.keywords(text, count), new Marks(job, 20 * count));
                    List<Keyword> chosen = said(said, text, count);
                    return chosen.isEmpty() ? Optional.empty() : Optional.of(new Keywords(chosen));
                },
                () -> {
                    var found = dev.sluice.worker.language.Keywords.of(text, count);
                    List<Keyword> keywords = found.keywords().stream()
                            .map(keyword -> new Keyword(keyword.text(), keyword.score()))
                            .toList();
                    return new Outcome(new Keywords(keywords), "local:" + found.method());
                });
    }

    /** Of a model's lines, those that stand in the text. */
    private static List<Keyword> said(String answer, String text, int count) {
        String lower = text.toLowerCase(Locale.ROOT);
        return answer.lines()
                .map(line ->
                        line.replaceFirst("^\\s*(?:[-*•]|\\d+[.)])\\s*", "").strip())
                .filter(line -> !line.isEmpty() && lower.contains(line.toLowerCase(Locale.ROOT)))
                .distinct()
                .limit(count)
                .map(line -> new Keyword(line, null))
                .toList();
    }

    private static int count(Map<String, Object> input) {
        return Fields.number(input, "count", 10, 1, 50);
    }
}
