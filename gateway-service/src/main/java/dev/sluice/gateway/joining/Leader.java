package dev.sluice.gateway.joining;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.resume.StreamLog;
import dev.sluice.gateway.wire.Interposed;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The one of equal calls that is made: what its client is sent is written down for the others. */
public final class Leader {

    private final Joining joining;
    private final Joint joint;
    private final StreamLog log;
    private final Context context = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
    private boolean over;
    private @Nullable Leading client;

    Leader(Joining joining, Joint joint, StreamLog log) {
        this.joining = joining;
        this.joint = joint;
        this.log = log;
    }

    /**
     * What the journey writes to from here on.
     *
     * @param behind the leader's own client
     * @param usage whether its stream ends with a chunk of usage
     * @param tooSlow how to tell it that it reads too slowly
     * @param onLeft runs on the event loop when the last one who followed has left
     */
    public Interposed leads(
            HttpServerResponse behind, boolean usage, Function<ApiError, byte[]> tooSlow, Runnable onLeft) {
        var leading = new Leading(behind, joint, log, usage, tooSlow, () -> failed());
        client = leading;
        joint.onFollowers(() -> context.runOnContext(now -> {
            if (joint.isFollowed()) {
                leading.hasCompany();
            } else if (!over) {
                onLeft.run();
            }
        }));
        return leading;
    }

    /** Whether somebody else waits for the answer. */
    public boolean isNeeded() {
        return !over && joint.isFollowed();
    }

    /** What is written from now on tells the leader's client alone how it failed. */
    public void cut() {
        if (client != null) {
            client.cut();
        }
    }

    /**
     * The call ended with a whole answer. Done when the leader's client has been sent all of it.
     *
     * @param chat the answer as a chat completion document; null where it cannot be said as one
     */
    public Future<Void> succeeded(@Nullable Buffer chat) {
        if (over) {
            return Future.succeededFuture();
        }
        over = true;
        if (chat != null) {
            log.add(Joint.Piece.document(chat));
        }
        joining.succeeded(joint);
        return (client == null ? Future.<Void>succeededFuture() : client.caughtUp())
                .onComplete(done -> joint.released());
    }

    /** The call brought nothing that is whole. Done when the leader's client has been sent what there is. */
    public Future<Void> failed() {
        if (over) {
            return Future.succeededFuture();
        }
        over = true;
        Future<Void> sent = client == null ? Future.succeededFuture() : client.caughtUp();
        joining.failed(joint);
        return sent.onComplete(done -> joint.released());
    }

    /** Nobody waits for the leader's client any more. */
    public void gone() {
        if (client != null) {
            client.gone();
        }
    }
}
