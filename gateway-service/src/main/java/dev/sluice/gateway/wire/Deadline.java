package dev.sluice.gateway.wire;

import dev.sluice.gateway.errors.ApiError;
import io.vertx.core.MultiMap;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;

/** How long a client is ready to wait for its whole answer: the header {@code x-sluice-timeout}. */
public final class Deadline {

    /** Seconds, such as {@code 30} or {@code 0.5}, or an ISO-8601 duration, such as {@code PT1M30S}. */
    public static final String TIMEOUT = "x-sluice-timeout";

    /** Milliseconds that are left, told to our own services. */
    public static final String LEFT = "x-sluice-deadline";

    private static final int LONGEST_TEXT = 32;

    private Deadline() {}

    /**
     * What the client says; empty if nothing.
     *
     * @throws ApiError 400 when it makes no sense
     */
    public static Optional<Duration> of(MultiMap headers) {
        String said = headers.get(TIMEOUT);
        if (said == null) {
            return Optional.empty();
        }
        try {
            Duration time = said.length() > LONGEST_TEXT ? Duration.ZERO : read(said.strip());
            if (time.toMillis() > 0) {
                return Optional.of(time);
            }
        } catch (NumberFormatException | DateTimeException | ArithmeticException nonsense) {
            // Refused below, like no time at all.
        }
        throw ApiError.invalid(
                TIMEOUT,
                "invalid_header",
                "The header %s is a number of seconds above 0, such as 30 or 0.5, or an ISO-8601 duration, such as PT1M30S."
                        .formatted(TIMEOUT));
    }

    private static Duration read(String said) {
        if (said.startsWith("P") || said.startsWith("p")) {
            return Duration.parse(said);
        }
        BigDecimal seconds = new BigDecimal(said);
        // An exponent can make a short text a number of a billion digits.
        if (Math.abs(seconds.scale()) > LONGEST_TEXT) {
            throw new NumberFormatException("too many digits");
        }
        return Duration.ofMillis(seconds.movePointRight(3).longValue());
    }
}
