package dev.sluice.gateway.resilience;

import io.vertx.core.MultiMap;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** When an upstream wants to be asked again: {@code retry-after-ms} as OpenAI sends it, else RFC 9110's Retry-After. */
final class RetryAfter {

    private static final Duration MOST = Duration.ofDays(1);

    private RetryAfter() {}

    /** How long from now; empty if it does not say, or nonsense. */
    static Optional<Duration> of(MultiMap headers, Clock clock) {
        String millis = headers.get("retry-after-ms");
        Optional<Duration> exact = millis == null ? Optional.empty() : number(millis, 1);
        if (exact.isPresent()) {
            return exact;
        }
        String after = headers.get("retry-after");
        if (after == null) {
            return Optional.empty();
        }
        Optional<Duration> seconds = number(after, 1_000);
        return seconds.isPresent() ? seconds : date(after, clock);
    }

    /** Some upstreams send fractions of seconds. */
    private static Optional<Duration> number(String text, int millisEach) {
        try {
            double value = Double.parseDouble(text.strip());
            if (!(value >= 0)) {
                return Optional.empty();
            }
            return Optional.of(
                    bounded(Duration.ofMillis((long) Math.min(value * millisEach, (double) MOST.toMillis()))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> date(String text, Clock clock) {
        try {
            Instant then = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(clock.instant(), then);
            return Optional.of(bounded(wait.isNegative() ? Duration.ZERO : wait));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        return wait.compareTo(MOST) > 0 ? MOST : wait;
    }
}
