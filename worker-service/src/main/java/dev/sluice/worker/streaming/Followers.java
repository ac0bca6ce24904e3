package dev.sluice.worker.streaming;

import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.ledger.TasksConfig;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Bounds how many clients read streams at the same time. */
@ApplicationScoped
public class Followers {

    private final Semaphore places;

    Followers(TasksConfig config) {
        this.places = new Semaphore(config.followers());
    }

    /** Takes a place until the request ends; a 503 {@link Refusal} when there is none. */
    public void enter(RoutingContext route) {
        if (!places.tryAcquire()) {
            throw new Refusal(
                    503,
                    "too_many_streams",
                    "Service unavailable",
                    "Too many clients read streams here. Ask for the state instead, or come again.",
                    Map.of("Retry-After", "10"));
        }
        route.addEndHandler(ended -> places.release());
    }
}
