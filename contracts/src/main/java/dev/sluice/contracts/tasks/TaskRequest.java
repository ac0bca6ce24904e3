package dev.sluice.contracts.tasks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Work to do in the background. Type and priority travel as text so that an unknown one gets an error that lists the
 * known ones.
 *
 * @param type what kind of work, such as {@code summary}, {@code keywords} or {@code prompt}
 * @param priority a {@link Lane} in lower case; absent means {@code normal}
 * @param input what the type needs, such as {@code {"text": "..."}}
 * @param notBefore when it may start at the earliest; absent means at once
 * @param parents ids of the sender's tasks that must succeed before it starts; absent means none
 * @param webhook where its end is told; absent means nowhere
 * @param startWithinSeconds how long it may wait for its first start; absent means as its lane says
 * @param keepSeconds how long it is kept after its end; absent means as its type says
 * @param labels words of the sender to find it by; absent means none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskRequest(
        @Nullable String type,
        @Nullable String priority,
        @Nullable Map<String, Object> input,
        @Nullable Instant notBefore,
        @Nullable List<String> parents,
        @Nullable Webhook webhook,
        @Nullable Long startWithinSeconds,
        @Nullable Long keepSeconds,
        @Nullable Map<String, String> labels) {

    /** A request for the work alone. */
    public static TaskRequest of(
            @Nullable String type, @Nullable String priority, @Nullable Map<String, Object> input) {
        return new TaskRequest(type, priority, input, null, null, null, null, null, null);
    }

    /**
     * Where the end of a task is told.
     *
     * @param url an http or https address
     */
    public record Webhook(@Nullable String url) {}
}
