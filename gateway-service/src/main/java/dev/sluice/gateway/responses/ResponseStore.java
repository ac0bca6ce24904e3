package dev.sluice.gateway.responses;

import io.vertx.core.Future;
import java.util.Optional;

/** Where answers are kept for a while. The tenant is part of every key. */
interface ResponseStore {

    /** Keeps an answer. */
    Future<Void> keep(String tenant, String id, Kept answer);

    /** An answer of this tenant that is still kept. */
    Future<Optional<Kept>> find(String tenant, String id);

    /** Forgets an answer of this tenant. */
    Future<Void> forget(String tenant, String id);
}
