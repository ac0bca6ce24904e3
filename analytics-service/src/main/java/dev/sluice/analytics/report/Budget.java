package dev.sluice.analytics.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a month costs so far and will cost; {@code GET /analytics/budget}. The forecast goes on at the rate of the last
 * seven days (or as many as there are); its range holds four of five months whose days vary independently as those did.
 *
 * @param from start of the month, UTC
 * @param to its end
 * @param at the time of the forecast
 * @param spentNano spent so far, nano-USD
 * @param forecastNano by the end of the month
 * @param lowNano the lower end of the forecast's range
 * @param highNano the upper end
 * @param limitNano the budget that was asked about; absent if none
 * @param usedShare spent, as a share of the limit
 * @param exhaustedAt when the limit is reached at that rate; absent if not in this month, or without a limit
 */
public record Budget(
        Instant from,
        Instant to,
        Instant at,
        long spentNano,
        long forecastNano,
        long lowNano,
        long highNano,
        @Nullable Long limitNano,
        @Nullable Double usedShare,
        @Nullable Instant exhaustedAt) {

    static final int RATE_DAYS = 7;

    private static final double FOUR_OF_FIVE = 1.2816;
    private static final int DAY = 24;

    /**
     * The month of a time, and what it costs.
     *
     * @param hours from {@link #RATE_DAYS} before the month on
     * @param limit nano-USD; 0 for none
     */
    static Budget of(Hours hours, Instant at, long limit) {
        Instant from = begin(at);
        Instant to = from.atZone(ZoneOffset.UTC).plusMonths(1).toInstant();
        long spent = sum(hours, Hours.at(from), Hours.at(at) + Hours.HOUR);
        double[] days = days(hours, at);
        double mean = Arrays.stream(days).average().orElse(0);
        double left = Duration.between(at, to).toSeconds() / 86_400.0;
        double more = mean * left;
        double range = FOUR_OF_FIVE * deviation(days, mean) * Math.sqrt(left);
        boolean limited = limit > 0;
        return new Budget(
                from,
                to,
                at,
                spent,
                spent + Math.round(more),
                spent + Math.round(Math.max(0, more - range)),
                spent + Math.round(more + range),
                limited ? Long.valueOf(limit) : null,
                limited ? Double.valueOf((double) spent / limit) : null,
                limited ? exhausted(at, to, limit - spent, mean) : null);
    }

    /** Start of the month of a time. */
    static Instant begin(Instant at) {
        return at.atZone(ZoneOffset.UTC)
                .toLocalDate()
                .withDayOfMonth(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private static @Nullable Instant exhausted(Instant at, Instant to, long left, double perDay) {
        if (left <= 0) {
            return at;
        }
        double seconds = perDay <= 0 ? Double.MAX_VALUE : left / perDay * 86_400;
        return seconds < Duration.between(at, to).toSeconds() ? at.plusSeconds((long) seconds) : null;
    }

    /** The last whole stretches of 24 hours, at most seven, from the first call on. */
    private static double[] days(Hours hours, Instant at) {
        long end = Hours.at(at) + Hours.HOUR;
        long first = Math.max(hours.first(end), end - RATE_DAYS * DAY * Hours.HOUR);
        long known = (end - first) / Hours.HOUR;
        if (known < DAY) {
            return known == 0 ? new double[0] : new double[] {(double) sum(hours, first, end) * DAY / known};
        }
        double[] days = new double[(int) (known / DAY)];
        for (int i = 0; i < days.length; i++) {
            long to = end - (long) i * DAY * Hours.HOUR;
            days[i] = (double) sum(hours, to - DAY * Hours.HOUR, to);
        }
        return days;
    }

    private static double deviation(double[] days, double mean) {
        if (days.length < 2) {
            return mean;
        }
        double squares =
                Arrays.stream(days).map(day -> (day - mean) * (day - mean)).sum();
        return Math.sqrt(squares / (days.length - 1));
    }

    private static long sum(Hours hours, long from, long to) {
        long sum = 0;
        for (long hour = from; hour < to; hour += Hours.HOUR) {
            sum = Math.addExact(sum, hours.value(hour, row -> row.whole("cost")));
        }
        return sum;
    }
}
