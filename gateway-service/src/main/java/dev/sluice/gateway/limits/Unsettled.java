package dev.sluice.gateway.limits;

import io.vertx.core.Future;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Settlements that Redis has not heard yet. To settle twice does no harm, so they are repeated until it has. */
final class Unsettled {

    private static final int MOST = 100_000;

    private record One(String tenant, String id, Actual actual) {}

    private final Store store;
    private final Queue<One> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    Unsettled(Store store) {
        this.store = store;
    }

    void add(String tenant, String id, Actual actual) {
        if (size.incrementAndGet() <= MOST) {
            waiting.add(new One(tenant, id, actual));
        } else {
            size.decrementAndGet();
        }
    }

    /** Tells them one after another, until one fails. */
    Future<Void> tell() {
        One next = waiting.peek();
        if (next == null) {
            return Future.succeededFuture();
        }
        return store.settle(next.tenant, next.id, next.actual).compose(done -> {
            if (waiting.remove(next)) {
                size.decrementAndGet();
            }
            return tell();
        });
    }

    int size() {
        return size.get();
    }
}
