package dev.sluice.gateway.limits;

import io.vertx.core.MultiMap;
import java.util.List;

/**
 * Where a caller stands, as response headers: {@code RateLimit-Policy} and {@code RateLimit} of
 * draft-ietf-httpapi-ratelimit-headers-11, and {@code x-ratelimit-*} as OpenAI's SDKs read them.
 */
final class LimitHeaders {

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60;
    private static final long HOUR = 3_600;
    private static final long DAY = 86_400;

    private final List<Line> lines;
    private final List<Standing> standings;

    LimitHeaders(List<Line> lines, List<Standing> standings) {
        this.lines = lines;
        this.standings = standings;
    }

    void write(MultiMap to) {
        int requests = tightest(What.REQUESTS);
        int tokens = tightest(What.TOKENS);
        int concurrent = tightest(What.CONCURRENT);
        String policy = policies();
        if (!policy.isEmpty()) {
            to.set("ratelimit-policy", policy);
        }
        var now = new StringBuilder();
        for (int line : new int[] {requests, tokens, concurrent}) {
            if (line >= 0) {
                now.append(now.isEmpty() ? "" : ", ").append(state(line));
            }
        }
        if (!now.isEmpty()) {
            to.set("ratelimit", now.toString());
        }
        openAi(to, "requests", requests);
        openAi(to, "tokens", tokens);
    }

    private void openAi(MultiMap to, String what, int line) {
        to.remove("x-ratelimit-limit-" + what);
        to.remove("x-ratelimit-remaining-" + what);
        to.remove("x-ratelimit-reset-" + what);
        if (line >= 0) {
            Standing standing = standings.get(line);
            long limit = lines.get(line).limit();
            to.set("x-ratelimit-limit-" + what, Long.toString(limit));
            to.set("x-ratelimit-remaining-" + what, Long.toString(standing.remaining(limit)));
            to.set("x-ratelimit-reset-" + what, time(standing.resetMillis()));
        }
    }

    /** The line of this kind with the least left; below 0 when there is none. */
    private int tightest(What what) {
        int best = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).rule().what() == what && (best < 0 || left(i) < left(best))) {
                best = i;
            }
        }
        return best;
    }

    private long left(int line) {
        return standings.get(line).remaining(lines.get(line).limit());
    }

    private String policies() {
        var all = new StringBuilder();
        for (Line line : lines) {
            Rule rule = line.rule();
            String quota = "\"" + name(rule) + "\";q=" + line.limit();
            String one = switch (rule.what()) {
                case REQUESTS -> quota + ";w=" + seconds(rule);
                case TOKENS -> quota + ";qu=\"tokens\";w=" + seconds(rule);
                case CONCURRENT -> quota + ";qu=\"concurrent-requests\"";
                case MONEY -> null;
            };
            if (one != null) {
                all.append(all.isEmpty() ? "" : ", ").append(one);
            }
        }
        return all.toString();
    }

    private String state(int i) {
        Line line = lines.get(i);
        Standing standing = standings.get(i);
        String state = "\"" + name(line.rule()) + "\";r=" + standing.remaining(line.limit());
        return line.rule().what() == What.CONCURRENT
                ? state
                : state + ";t=" + Math.ceilDiv(standing.resetMillis(), SECOND);
    }

    /** Such as {@code key-rpm}, {@code tenant-tph}, {@code model-requests-90s}, {@code key-concurrent}. */
    static String name(Rule rule) {
        String unit = switch (rule.what()) {
            case REQUESTS -> per("r", "requests", rule);
            case TOKENS -> per("t", "tokens", rule);
            case CONCURRENT -> "concurrent";
            case MONEY -> "budget-" + rule.window().word();
        };
        return rule.levelWord() + "-" + unit;
    }

    private static String per(String letter, String word, Rule rule) {
        long seconds = seconds(rule);
        String per =
                seconds == 1 ? "ps" : seconds == MINUTE ? "pm" : seconds == HOUR ? "ph" : seconds == DAY ? "pd" : null;
        return per == null ? word + "-" + rule.window().word() : letter + per;
    }

    private static long seconds(Rule rule) {
        return rule.window() instanceof Window.Rolling rolling
                ? Math.ceilDiv(rolling.length().toMillis(), SECOND)
                : 0;
    }

    /** Go's notation, as OpenAI writes it: {@code 120ms}, {@code 1s}, {@code 6m0s}, {@code 1h2m3s}. */
    static String time(long millis) {
        if (millis < SECOND) {
            return millis + "ms";
        }
        long seconds = Math.ceilDiv(millis, SECOND);
        long hours = seconds / HOUR;
        long minutes = seconds % HOUR / MINUTE;
        String text = seconds % MINUTE + "s";
        if (minutes > 0 || hours > 0) {
            text = minutes + "m" + text;
        }
        return hours > 0 ? hours + "h" + text : text;
    }
}
