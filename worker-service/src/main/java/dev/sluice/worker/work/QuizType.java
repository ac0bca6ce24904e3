package dev.sluice.worker.work;

import dev.sluice.worker.learning.Quiz;
import dev.sluice.worker.ledger.TasksConfig;
import dev.sluice.worker.llm.Prompts;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Questions about a text, each with the sentence that holds its answer: {@code {"text": "...", "questions": 5}}. */
@ApplicationScoped
class QuizType implements TaskType {

    private final Ways ways;
    private final int longest;

    QuizType(Ways ways, TasksConfig config) {
        this.ways = ways;
        this.longest = config.longestText();
    }

    /** The questions, in the order of the text; fewer than asked for when the text has no more. */
    @RegisterForReflection
    record Questions(List<Quiz.Question> questions) {}

    @Override
    public String name() {
        return "quiz";
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(150);
    }

    @Override
    public void check(Map<String, Object> input) {
        Fields.known(input, Set.of("text", "questions", "model"));
        Fields.text(input, "text", longest);
        questions(input);
        Fields.model(input);
    }

    @Override
    public Outcome run(Job job) throws CannotDo, TryLater, InterruptedException {
        String text = Fields.text(job.input(), "text", longest);
        int questions = questions(job.input());
        return ways.either(
                job,
                model -> {
                    String said = model.ask(Prompts.quiz(text, questions), new Marks(job, 150 * questions));
                    List<Quiz.Question> made = Quiz.hybrid(said, text, questions);
                    return made.isEmpty() ? Optional.empty() : Optional.of(new Questions(made));
                },
                () -> new Outcome(new Questions(Quiz.cloze(text, questions)), "local:cloze"));
    }

    private static int questions(Map<String, Object> input) {
        return Fields.number(input, "questions", 5, 1, 50);
    }
}
