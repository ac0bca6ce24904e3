package dev.sluice.gateway.limits;

import dev.sluice.gateway.errors.ApiError;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says no, so that a person knows which limit it was, what is left of it, and when to come back. */
final class Refusals {

    private static final long MILLI = 1_000;

    /** A wait longer than this is nothing a client should sit out by itself. */
    private static final long LONG_WAIT = 60_000;

    private static final int NANO_DIGITS = 9;

    private Refusals() {}

    /**
     * 429.
     *
     * @param away whether this replica counts its own share only
     */
    static ApiError of(List<Line> lines, Verdict.Denied denied, boolean away, Instant now) {
        Line line = lines.get(denied.line());
        Rule rule = line.rule();
        Standing standing = denied.standings().get(denied.line());
        boolean money = rule.what() == What.MONEY;
        boolean never = denied.waitMillis() >= Verdict.NEVER;
        long wait = never ? 0 : Math.max(denied.waitMillis(), MILLI);
        String message = what(line)
                + " "
                + left(line, standing)
                + (never ? " This request alone is larger than that limit: make it smaller." : when(rule, wait, now))
                + (line.limit() < rule.limit() ? lower(away) : "");
        return ApiError.limited(
                money ? "insufficient_quota" : rule.what() == What.TOKENS ? "tokens" : "requests",
                money ? "insufficient_quota" : "rate_limit_exceeded",
                message,
                headers(lines, denied.standings(), wait, never || wait > LONG_WAIT));
    }

    private static Map<String, String> headers(List<Line> lines, List<Standing> standings, long wait, boolean useless) {
        MultiMap standing = HttpHeaders.headers();
        new LimitHeaders(lines, standings).write(standing);
        Map<String, String> headers = new LinkedHashMap<>();
        standing.forEach(header -> headers.put(header.getKey(), header.getValue()));
        headers.put("retry-after", Long.toString(Math.max(1, Math.ceilDiv(wait, MILLI))));
        headers.put("retry-after-ms", Long.toString(Math.max(1, wait)));
        if (useless) {
            headers.put("x-should-retry", "false");
        }
        return headers;
    }

    private static String lower(boolean away) {
        return away
                ? " That is this replica's share of the limit, since the shared counters cannot be reached at the moment."
                : " The limit is temporarily reduced, since the gateway is busy.";
    }

    private static String what(Line line) {
        Rule rule = line.rule();
        String name = rule.id().substring(rule.id().lastIndexOf('/') + 1);
        String whose = switch (rule.level()) {
            case KEY -> "This key";
            case PROJECT -> "The project " + name;
            case TENANT -> "The tenant " + name;
            case MODEL -> "The model " + rule.id().substring(rule.id().indexOf('/') + 1);
        };
        String per = rule.window().spoken();
        return switch (rule.what()) {
            case REQUESTS -> "%s has reached its limit of %d requests per %s.".formatted(whose, line.limit(), per);
            case TOKENS -> "%s has reached its limit of %d tokens per %s.".formatted(whose, line.limit(), per);
            case CONCURRENT -> "%s has reached its limit of %d requests at a time.".formatted(whose, line.limit());
            case MONEY -> "%s has reached its budget of %s per %s.".formatted(whose, usd(line.limit()), per);
        };
    }

    private static String left(Line line, Standing standing) {
        long left = standing.remaining(line.limit());
        return switch (line.rule().what()) {
            case REQUESTS, CONCURRENT -> left == 0 ? "None is left." : left + " are left.";
            case TOKENS -> "%d are left; this request reserves %d.".formatted(left, line.amount());
            case MONEY -> "%s is left; this request reserves %s.".formatted(usd(left), usd(line.amount()));
        };
    }

    private static String when(Rule rule, long wait, Instant now) {
        if (rule.what() == What.CONCURRENT) {
            return " Try again when one of them has ended.";
        }
        if (rule.window() instanceof Window.Calendar) {
            return " It resets at " + now.plusMillis(wait).truncatedTo(ChronoUnit.SECONDS) + ".";
        }
        return " Try again in " + spoken(wait) + ".";
    }

    private static String spoken(long millis) {
        Duration wait = Duration.ofSeconds(Math.ceilDiv(millis, MILLI));
        return wait.toString().substring(2).replaceAll("(\\d[HMS])(?!$)", "$1 ").toLowerCase(Locale.ROOT);
    }

    static String usd(long nano) {
        return "$" + BigDecimal.valueOf(nano, NANO_DIGITS).stripTrailingZeros().toPlainString();
    }
}
