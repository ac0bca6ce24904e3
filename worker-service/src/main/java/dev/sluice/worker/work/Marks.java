package dev.sluice.worker.work;

import dev.sluice.worker.language.Sentences;
import java.util.List;
import java.util.function.Consumer;

/** Progress of a streamed answer, judged by how long answers of its kind are. */
final class Marks implements Consumer<String> {

    private final TaskType.Job job;
    private final int expected;
    private int seen;

    /**
     * @param expected characters an answer usually has
     */
    Marks(TaskType.Job job, int expected) {
        this.job = job;
        this.expected = expected;
        job.progress().accept(5);
    }

    @Override
    public void accept(String piece) {
        seen += piece.length();
        job.progress().accept(Math.min(95, 10 + 85 * seen / expected));
    }

    static List<String> sentences(String text) {
        return Sentences.of(text).stream().map(Sentences.Sentence::text).toList();
    }
}
