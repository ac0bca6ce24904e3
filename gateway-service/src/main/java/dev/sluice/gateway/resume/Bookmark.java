package dev.sluice.gateway.resume;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The last event a client has seen.
 *
 * @param stream the stream's name
 * @param number the event's number; 0 before the first
 */
public record Bookmark(String stream, long number) {

    private static final Pattern FORM = Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([0-9]{1,15})");

    /** From a {@code Last-Event-ID}; null when it is none of ours. */
    public static @Nullable Bookmark parse(@Nullable String lastEventId) {
        if (lastEventId == null) {
            return null;
        }
        var match = FORM.matcher(lastEventId);
        return match.matches() ? new Bookmark(match.group(1), Long.parseLong(match.group(2))) : null;
    }
}
