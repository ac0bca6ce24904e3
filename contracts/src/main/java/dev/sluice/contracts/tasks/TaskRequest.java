package dev.sluice.contracts.tasks;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Work to do in the background. Type and priority travel as text so that an unknown one gets an error that lists the
 * known ones.
 *
 * @param type {@code summary}, {@code keywords}, {@code prompt}, {@code search} or {@code prefetch}
 * @param priority a {@link Lane} in lower case; absent means {@code normal}
 * @param input what the type needs, such as {@code {"text": "..."}}
 */
public record TaskRequest(
        @Nullable String type,
        @Nullable String priority,
        @Nullable Map<String, Object> input) {}
