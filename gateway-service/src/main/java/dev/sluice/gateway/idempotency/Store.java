package dev.sluice.gateway.idempotency;

import io.vertx.core.Future;

/** Where names are claimed and answers kept. */
interface Store {

    /** Takes a name, or tells who has it. */
    Future<Found> claim(Name name, Claim claim);

    /** The run is over and its answer stands from now on; without effect when the name is somebody else's by now. */
    Future<Void> keep(Name name, Claim claim, Kept kept);

    /** The run is over and left nothing: the name is free, unless it is somebody else's by now. */
    Future<Void> free(Name name, Claim claim);
}
