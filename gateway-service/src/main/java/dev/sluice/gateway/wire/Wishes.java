package dev.sluice.gateway.wire;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.wire.StreamingConfig.WhenClientLeaves;
import io.vertx.core.MultiMap;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one client wants its stream.
 *
 * @param heartbeat the longest silence; zero means that silence is fine
 * @param firstHeartbeat from the request to the first comment line
 * @param resume whether it wants to be able to come back
 * @param whenLeaves what becomes of the upstream's answer when the client leaves
 */
record Wishes(Duration heartbeat, Duration firstHeartbeat, boolean resume, WhenClientLeaves whenLeaves) {

    static final String HEARTBEAT = "x-sluice-heartbeat";
    static final String RESUME = "x-sluice-resume";
    static final String WHEN_LEAVES = "x-sluice-when-client-leaves";

    private static final BigDecimal SHORTEST = new BigDecimal("0.1");
    private static final BigDecimal LONGEST = BigDecimal.valueOf(300);
    private static final int MILLIS = 3;

    /**
     * From configuration and the headers of a request.
     *
     * @throws ApiError when a header makes no sense
     */
    static Wishes of(MultiMap headers, StreamingConfig config) {
        boolean resume = resume(headers.get(RESUME));
        Duration asked = heartbeat(headers.get(HEARTBEAT));
        return new Wishes(
                asked == null ? config.heartbeat() : asked,
                asked == null ? config.firstHeartbeat() : asked,
                resume,
                whenLeaves(headers.get(WHEN_LEAVES), config, resume));
    }

    private static boolean resume(@Nullable String said) {
        return switch (said == null ? "false" : said.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw ApiError.invalid(RESUME, "invalid_header", "The header %s is true or false.".formatted(RESUME));
        };
    }

    private static @Nullable Duration heartbeat(@Nullable String said) {
        if (said == null) {
            return null;
        }
        if (said.equalsIgnoreCase("off")) {
            return Duration.ZERO;
        }
        try {
            BigDecimal seconds = said.length() > 8 ? BigDecimal.ZERO : new BigDecimal(said);
            if (seconds.compareTo(SHORTEST) >= 0 && seconds.compareTo(LONGEST) <= 0) {
                return Duration.ofMillis(seconds.setScale(MILLIS, RoundingMode.HALF_UP)
                        .unscaledValue()
                        .longValueExact());
            }
        } catch (NumberFormatException notANumber) {
            // Refused below, like a number out of bounds.
        }
        throw ApiError.invalid(
                HEARTBEAT,
                "invalid_header",
                "The header %s is a number of seconds from %s to %s, or off.".formatted(HEARTBEAT, SHORTEST, LONGEST));
    }

    private static WhenClientLeaves whenLeaves(@Nullable String said, StreamingConfig config, boolean resume) {
        return switch (said == null ? "" : said.toLowerCase(Locale.ROOT)) {
            case "drain" -> WhenClientLeaves.DRAIN;
            case "cancel" -> WhenClientLeaves.CANCEL;
            case "" -> config.whenClientLeaves().orElse(resume ? WhenClientLeaves.DRAIN : WhenClientLeaves.CANCEL);
            default ->
                throw ApiError.invalid(
                        WHEN_LEAVES, "invalid_header", "The header %s is drain or cancel.".formatted(WHEN_LEAVES));
        };
    }
}
