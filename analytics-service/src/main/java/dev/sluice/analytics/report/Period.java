package dev.sluice.analytics.report;

import dev.sluice.kit.problem.Refusal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The span of time a report is about.
 *
 * @param from start, inclusive
 * @param to end, exclusive
 * @param bucket width of a bucket of its series; buckets begin at multiples of it since 1970
 */
record Period(Instant from, Instant to, Duration bucket) {

    static final Duration USUAL = Duration.ofHours(24);
    static final Duration LONGEST = Duration.ofDays(400);
    static final int MOST_BUCKETS = 1_500;

    private static final int USUAL_BUCKETS = 100;
    private static final Pattern SHORT = Pattern.compile("(\\d{1,6})([smhd])");
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");
    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(8),
            Duration.ofDays(1),
            Duration.ofDays(7));

    /**
     * What the query parameters ask for; absent ones mean the last 24 hours in buckets of a fitting width.
     *
     * @throws Refusal 400 when they cannot be read or ask for too much
     */
    static Period of(@Nullable String from, @Nullable String to, @Nullable String bucket, Instant now) {
        Instant end = to == null ? now : instant("to", to);
        Instant start = from == null ? end.minus(USUAL) : instant("from", from);
        if (!start.isBefore(end)) {
            throw Refusal.badRequest(
                    "bad_period",
                    "'from' (%s) is not before 'to' (%s). Swap them, or leave 'to' out for now.".formatted(start, end));
        }
        Duration length = Duration.between(start, end);
        if (length.compareTo(LONGEST) > 0) {
            throw Refusal.badRequest(
                    "period_too_long",
                    "The period is longer than %d days. Ask for a shorter one.".formatted(LONGEST.toDays()));
        }
        Period period = new Period(start, end, bucket == null ? usualBucket(length) : width("bucket", bucket));
        if (period.buckets() > MOST_BUCKETS) {
            throw Refusal.badRequest(
                    "too_many_buckets",
                    "The period has %d buckets of that width, more than %d. Ask for wider ones, or a shorter period."
                            .formatted(period.buckets(), MOST_BUCKETS));
        }
        return period;
    }

    /** As {@link #of}; without a {@code from} it begins so many days before its end. */
    static Period days(@Nullable String from, @Nullable String to, int days, Instant now) {
        Instant end = to == null ? now : instant("to", to);
        return of(from == null ? end.minus(Duration.ofDays(days)).toString() : from, end.toString(), "1d", now);
    }

    /** How many buckets touch the period. */
    long buckets() {
        return Math.ceilDiv(micros(to), width()) - Math.floorDiv(micros(from), width());
    }

    /** Start of the first bucket, microseconds since 1970. */
    long firstBucket() {
        return Math.floorDiv(micros(from), width()) * width();
    }

    /** Width of a bucket, microseconds. */
    long width() {
        return bucket.toSeconds() * 1_000_000L;
    }

    static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000L + at.getNano() / 1_000;
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }

    private static Duration usualBucket(Duration length) {
        return STEPS.stream()
                .filter(step -> step.multipliedBy(USUAL_BUCKETS).compareTo(length) >= 0)
                .findFirst()
                .orElse(STEPS.getLast());
    }

    private static Instant instant(String name, String text) {
        try {
            Instant at = Instant.parse(text);
            if (!at.isBefore(FIRST) && at.isBefore(LAST)) {
                return at;
            }
        } catch (DateTimeException e) {
            // Told below, together with what is out of range.
        }
        throw Refusal.badRequest(
                "bad_time",
                "Parameter '%s' is not a time between 2000 and 2100 such as 2026-11-20T00:00:00Z.".formatted(name));
    }

    /** A width such as {@code 5m}; a 400 {@link Refusal} that names the parameter when it is none. */
    static Duration width(String name, String text) {
        Matcher matcher = SHORT.matcher(text.toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            Duration width = switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
            if (width.isPositive() && width.compareTo(LONGEST) <= 0) {
                return width;
            }
        }
        throw Refusal.badRequest(
                "bad_" + name, "Parameter '%s' is not a width such as 30s, 5m, 1h or 1d, up to 400d.".formatted(name));
    }
}
