package dev.sluice.worker.leases;

import dev.sluice.kit.ids.Ids;

/** Fencing tokens: a growing number first, then who and a claim of its own, so that no two claims share one. */
final class Tokens {

    private Tokens() {}

    static String of(long fence, String owner) {
        return fence + "@" + owner + "/" + Ids.next();
    }
}
