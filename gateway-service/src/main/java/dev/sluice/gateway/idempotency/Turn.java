package dev.sluice.gateway.idempotency;

import dev.sluice.kit.ids.Ids;
import io.vertx.core.Future;

/** One request's turn under its name: asked for once, and given back once if it was given. */
public final class Turn {

    private final Store store;
    private final Counts counts;
    private final Name name;
    private final Claim claim;

    Turn(Store store, Counts counts, Name name, String body) {
        this.store = store;
        this.counts = counts;
        this.name = name;
        this.claim = new Claim(body, Ids.next());
    }

    /** What becomes of the request. Does not fail for want of the store. */
    public Future<Verdict> ask() {
        return store.claim(name, claim).map(found -> {
            Verdict verdict = Verdict.on(found, claim.body());
            counts.count(verdict);
            return verdict;
        });
    }

    /** Digest of the request's body. */
    public String body() {
        return claim.body();
    }

    /** It ran, and this is its answer from now on. Fails when it could not be kept. */
    public Future<Void> keep(Kept answer) {
        return store.keep(name, claim, answer);
    }

    /** It ran and left nothing that may be given again. */
    public Future<Void> free() {
        return store.free(name, claim);
    }
}
