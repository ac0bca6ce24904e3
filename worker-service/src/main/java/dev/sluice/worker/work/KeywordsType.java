package dev.sluice.worker.work;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.worker.WorkerConfig;
import dev.sluice.worker.language.Yake;
import dev.sluice.worker.llm.Gateway;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a text is about: {@code {"text": "...", "count": 10}}. */
@ApplicationScoped
class KeywordsType implements TaskType {

    private final Gateway gateway;
    private final int longest;

    KeywordsType(Gateway gateway, WorkerConfig config) {
        this.gateway = gateway;
        this.longest = config.tasks().longestText();
    }

    /**
     * A keyword or phrase.
     *
     * @param text as it stands in the text
     * @param score YAKE's, lower is more relevant; absent when a model chose it
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
        Fields.known(input, Set.of("text", "count"));
        Fields.text(input, "text", longest);
        count(input);
    }

    @Override
    public Outcome run(Job job) throws InterruptedException {
        String text = Fields.text(job.input(), "text", longest);
        int count = count(job.input());
        Optional<String> model = gateway.model();
        if (model.isPresent()) {
            try {
                List<Keyword> chosen = said(gateway.keywords(text, count, new Marks(job, 20 * count)), text, count);
                if (!chosen.isEmpty()) {
                    return new Outcome(new Keywords(chosen), "llm:" + model.get());
                }
            } catch (Gateway.NoAnswer e) {
                // The local method is the answer then, and says so.
            }
        }
        List<Keyword> found = Yake.keywords(text, count).stream()
                .map(keyword -> new Keyword(keyword.text(), keyword.score()))
                .toList();
        return new Outcome(new Keywords(found), "local:yake");
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
