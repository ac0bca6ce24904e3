package dev.sluice.worker.batches;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.worker.files.StoredFile;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A batch in its current state: the value on {@code sluice.batches}, key = tenant and id. A record counts when its version
 * is the next one and the state before was not final, so that of two writers one learns that it was late.
 *
 * @param schema version of this shape; {@link #SCHEMA}
 * @param version counts the records of this batch, from 1
 * @param order what was asked for; never changes
 * @param status where it is
 * @param times when it came to each status, by {@link Status#wireName()}
 * @param work what there is to do; absent until the input file was checked
 * @param ending why it ends; absent until it does
 * @param faults what is wrong with the input file; only when it failed
 * @param seal what came of it; absent until its files are written
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record Batch(
        int schema,
        long version,
        Order order,
        Status status,
        Map<String, Instant> times,
        @Nullable Work work,
        @Nullable Status ending,
        List<Fault> faults,
        @Nullable Seal seal) {

    /** The version this code writes. */
    static final int SCHEMA = 1;

    Batch {
        times = Map.copyOf(times);
        faults = List.copyOf(faults);
    }

    /** Where a batch is. Final states are never left. */
    @RegisterForReflection
    enum Status {
        @JsonProperty("validating")
        VALIDATING(false),
        @JsonProperty("failed")
        FAILED(true),
        @JsonProperty("in_progress")
        IN_PROGRESS(false),
        @JsonProperty("finalizing")
        FINALIZING(false),
        @JsonProperty("completed")
        COMPLETED(true),
        @JsonProperty("expired")
        EXPIRED(true),
        @JsonProperty("cancelling")
        CANCELLING(false),
        @JsonProperty("cancelled")
        CANCELLED(true);

        private final boolean terminal;

        Status(boolean terminal) {
            this.terminal = terminal;
        }

        boolean isTerminal() {
            return terminal;
        }

        /** As OpenAI's API spells it. */
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What was asked for.
     *
     * @param id {@code batch_} and 32 hexadecimal digits that grow with time
     * @param tenant whose it is
     * @param project a part of the tenant's work
     * @param keyId the API key that submitted it, its public id; it is asked for and pays
     * @param requestId the request that submitted it
     * @param endpoint the path that all its requests go to
     * @param inputFile the id of the file with the requests
     * @param window as it was given, such as {@code 24h}
     * @param metadata as it was given
     * @param outputSeconds how long the files it produces live; absent for the standard
     * @param createdAt when it was accepted
     * @param expiresAt when its window ends
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Order(
            String id,
            String tenant,
            @Nullable String project,
            String keyId,
            @Nullable String requestId,
            String endpoint,
            String inputFile,
            String window,
            @Nullable Map<String, String> metadata,
            @Nullable Long outputSeconds,
            Instant createdAt,
            Instant expiresAt) {

        /** The key of its records. */
        String key() {
            return tenant + "/" + id;
        }
    }

    /**
     * What there is to do.
     *
     * @param total how many requests
     * @param slice how many requests a slice has; the last one may have fewer
     * @param starts where each slice begins in the input file, in bytes
     */
    @RegisterForReflection
    record Work(int total, int slice, List<Long> starts) {

        Work {
            starts = List.copyOf(starts);
        }

        /** The number of the first request of a slice. */
        int first(int number) {
            return number * slice;
        }

        /** The number after the last request of a slice. */
        int end(int number) {
            return Math.min(total, (number + 1) * slice);
        }
    }

    /**
     * Something wrong with the input file.
     *
     * @param code a stable word
     * @param message what and what now
     * @param param the field of the line, if it is one
     * @param line counted from 1; absent when it is about the file
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Fault(
            String code,
            String message,
            @Nullable String param,
            @Nullable Integer line) {}

    /**
     * What came of it.
     *
     * @param completed requests that were answered with 200
     * @param failed requests that were answered otherwise
     * @param usage what the answers say they took
     * @param output the file with the answers; absent when there are none
     * @param errors the file with what failed or was not done; absent when there is nothing
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Seal(
            int completed,
            int failed,
            Usage usage,
            @Nullable StoredFile output,
            @Nullable StoredFile errors) {}

    /** A new one. */
    static Batch accepted(Order order) {
        return new Batch(
                SCHEMA,
                1,
                order,
                Status.VALIDATING,
                Map.of(Status.VALIDATING.wireName(), order.createdAt()),
                null,
                null,
                List.of(),
                null);
    }

    /** Its file was checked and its requests may begin. */
    Batch started(Work todo, Instant now) {
        return next(Status.IN_PROGRESS, now, todo, null, List.of(), null);
    }

    /** Its file cannot be worked on. */
    Batch failed(List<Fault> found, Instant now) {
        return next(Status.FAILED, now, null, null, found, null);
    }

    /** Its owner wants no more of it. */
    Batch cancelling(Instant now) {
        return next(Status.CANCELLING, now, work, Status.CANCELLED, List.of(), null);
    }

    /** No more requests begin: all are done, or its window has passed. */
    Batch finalizing(Status end, Instant now) {
        return next(Status.FINALIZING, now, work, end, List.of(), null);
    }

    /** Its files are written, but nobody sees them yet. */
    Batch sealed(Seal files) {
        return new Batch(SCHEMA, version + 1, order, status, times, work, ending, faults, files);
    }

    /** Its files exist; it is over. */
    Batch ended(Instant now) {
        Status end = ending == null ? Status.EXPIRED : ending;
        Work done = work == null ? null : new Work(work.total(), work.slice(), List.of());
        return next(end, now, done, end, List.of(), seal);
    }

    private Batch next(
            Status to,
            Instant now,
            @Nullable Work todo,
            @Nullable Status end,
            List<Fault> found,
            @Nullable Seal files) {
        Map<String, Instant> then = new LinkedHashMap<>(times);
        then.put(to.wireName(), now);
        return new Batch(SCHEMA, version + 1, order, to, then, todo, end, found, files);
    }

    /** Its id. */
    String id() {
        return order.id();
    }

    /** Whether its window has passed. */
    boolean isLate(Instant now) {
        return !now.isBefore(order.expiresAt());
    }
}
