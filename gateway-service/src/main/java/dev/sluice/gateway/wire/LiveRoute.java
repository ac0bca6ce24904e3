package dev.sluice.gateway.wire;

import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextDecorator;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.util.function.BooleanSupplier;

/** A request whose client is kept company while it waits, and may leave without the journey hearing of it. */
public final class LiveRoute extends RoutingContextDecorator {

    private final LiveResponse response;

    LiveRoute(RoutingContext route, LiveResponse response) {
        super(route.currentRoute(), (RoutingContextInternal) route);
        this.response = response;
    }

    @Override
    public LiveResponse response() {
        return response;
    }

    /** Runs when the answer is over, or when the client has left and nothing shall go on without it. */
    @Override
    public int addEndHandler(Handler<AsyncResult<Void>> handler) {
        return super.addEndHandler(end -> {
            if (end.succeeded()) {
                handler.handle(end);
            } else if (!response.goesOnWithoutClient(() -> handler.handle(end))) {
                response.left();
                handler.handle(end);
            }
        });
    }

    /**
     * The request has been read.
     *
     * @param stream whether the client wants a stream of events
     * @throws dev.sluice.gateway.errors.ApiError when a header about streaming makes no sense
     */
    public void asked(boolean stream) {
        response.asked(stream);
    }

    /** The client follows a stream that is there already. */
    public void waits() {
        response.waits();
    }

    /** Whether other clients wait for the same answer, which then is finished even if this client leaves. */
    public void neededBy(BooleanSupplier others) {
        response.neededBy(others);
    }

    /** No other client waits for the answer any more. */
    public void neededNoMore() {
        response.neededNoMore();
    }

    /** Whether the client has left while the answer went on. */
    public boolean isDetached() {
        return response.isDetached();
    }
}
