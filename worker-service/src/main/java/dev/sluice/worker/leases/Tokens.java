package dev.sluice.worker.leases;

import dev.sluice.kit.ids.Ids;

/** Fencing tokens: a growing number first, then who and a claim of its own, so that no two claims share one. */
final class Tokens {

    private Tokens() {}

    /** Whether a token was given to this claimer, in this or an earlier life. */
    static boolean isOf(String token, String owner) {
        return token.contains("@" + owner + "/");
    }

    static String of(long fence, String owner) {
        return fence + "@" + owner + "/" + Ids.next();
    }
}
