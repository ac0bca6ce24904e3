package dev.sluice.gateway.routing;

import dev.sluice.gateway.provider.Endpoint;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a route may decide by.
 *
 * @param tenant whose request it is
 * @param project a part of the tenant's work
 * @param tags from {@code x-sluice-tags}: {@code name} or {@code name=value}
 * @param promptTokens an estimate: a quarter of the prompt's bytes
 * @param stream whether a stream is wanted
 * @param endpoint what is asked for
 * @param unit who is assigned to a variant: the session, else the key
 * @param sticky what the unit is: {@code session} or {@code key}
 */
public record Facts(
        String tenant,
        @Nullable String project,
        Set<String> tags,
        long promptTokens,
        boolean stream,
        Endpoint endpoint,
        String unit,
        String sticky) {

    private static final int MOST_TAGS = 32;

    /** The tags of an {@code x-sluice-tags} header: separated by commas, at most 32. */
    public static Set<String> tags(@Nullable String header) {
        return header == null || header.isBlank()
                ? Set.of()
                : Arrays.stream(header.split(",", MOST_TAGS + 1))
                        .limit(MOST_TAGS)
                        .map(String::strip)
                        .filter(tag -> !tag.isEmpty())
                        .collect(Collectors.toUnmodifiableSet());
    }
}
