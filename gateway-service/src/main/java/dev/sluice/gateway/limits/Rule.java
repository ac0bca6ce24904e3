package dev.sluice.gateway.limits;

import dev.sluice.gateway.allowance.Level;
import java.util.Locale;

/**
 * One limit of one level.
 *
 * @param level which level
 * @param id whose: the key's id, {@code tenant/project}, the tenant, {@code tenant/model}
 * @param what what is counted
 * @param window over which time
 * @param limit how much; 1 to {@link #MOST}
 * @param hard whether it holds even when nobody can be asked for the count
 */
public record Rule(Level.Kind level, String id, What what, Window window, long limit, boolean hard) {

    /** The largest limit: all sums stay integers that Redis' scripts, which count in doubles, hold exactly. */
    public static final long MOST = 1L << 52;

    public Rule {
        limit = Math.clamp(limit, 0, MOST);
    }

    /** Names the counter: the same for all replicas, and the same when the limit is changed. */
    String key(String tenant) {
        return "sluice:{" + tenant + "}:limit:" + levelWord() + ":" + id + ":" + what.word() + ":" + window.word();
    }

    String levelWord() {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
