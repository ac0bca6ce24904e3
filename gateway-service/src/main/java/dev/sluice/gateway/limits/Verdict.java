package dev.sluice.gateway.limits;

import java.util.List;

/** What a store says to a claim. */
sealed interface Verdict {

    /** The wait of a claim that is larger than a limit. */
    long NEVER = 1L << 52;

    /** One for each line, as it stands now. */
    List<Standing> standings();

    /** Taken. */
    record Granted(List<Standing> standings) implements Verdict {}

    /**
     * Nothing was taken.
     *
     * @param line the line that has to wait longest
     * @param waitMillis until that line would be granted; 0 when calls have to end first, {@link #NEVER} when it is larger than
     *     its limit
     */
    record Denied(List<Standing> standings, int line, long waitMillis) implements Verdict {}
}
