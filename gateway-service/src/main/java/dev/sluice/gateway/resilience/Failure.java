package dev.sluice.gateway.resilience;

import dev.sluice.gateway.errors.ApiError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt brought nothing the client could be shown.
 *
 * @param why what the client reads if nobody else can be asked
 * @param sameAgain whether it makes sense to ask the same deployment again
 * @param after how long that one asked to be left alone; null if it did not say
 */
record Failure(ApiError why, boolean sameAgain, @Nullable Duration after) {

    /** It could not be reached, hung up, was cut, was late, or said something that is no answer. */
    static Failure of(ApiError why) {
        boolean sameAgain = switch (why.kind()) {
            case "upstream_unreachable", "upstream_cut", "upstream_error" -> true;
            default -> false;
        };
        return new Failure(why, sameAgain, null);
    }

    /** Whether it says nothing about the upstream: our own connections to it are all in use. */
    boolean isOurs() {
        return why.kind().equals("upstream_busy");
    }

    /** Whether it said nothing for as long as one waits. */
    boolean isLate() {
        return why.kind().equals("timeout");
    }

    /** Whether an answer with this status is a failure of the upstream's: the others are the client's to read. */
    static boolean isFailure(int status) {
        return status == 408 || status == 429 || (status >= 500 && status != 501 && status != 505);
    }
}
