package dev.sluice.worker.batches;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The batches that are not over, together.
 *
 * @param open how many there are
 * @param requests how many requests they have; those of a batch whose file is still being checked are not known yet
 * @param done how many of these have an answer, also one that is an error
 * @param failed how many of the done ones are errors
 * @param oldestSeconds how long ago the oldest was submitted; absent when there is none
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BatchCounts(
        int open,
        int requests,
        int done,
        int failed,
        @Nullable Long oldestSeconds) {

    static BatchCounts of(Collection<Batch> open, Function<Batch, Tally> tallies, Instant now) {
        int requests = 0;
        int completed = 0;
        int failed = 0;
        for (Batch batch : open) {
            Batch.Work work = batch.work();
            Tally tally = tallies.apply(batch);
            requests += work == null ? 0 : work.total();
            completed += tally.completed();
            failed += tally.failed();
        }
        Long oldest = open.stream()
                .map(batch -> batch.order().createdAt())
                .min(Instant::compareTo)
                .map(since -> Duration.between(since, now).toSeconds())
                .orElse(null);
        return new BatchCounts(open.size(), requests, completed + failed, failed, oldest);
    }

    /** On one line, for a status. */
    public String words() {
        return "open=%d requests=%d done=%d failed=%d%s"
                .formatted(open, requests, done, failed, oldestSeconds == null ? "" : " oldest=" + oldestSeconds + "s");
    }
}
