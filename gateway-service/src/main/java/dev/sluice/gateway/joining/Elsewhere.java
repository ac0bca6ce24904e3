package dev.sluice.gateway.joining;

import dev.sluice.gateway.resume.StreamLog;
import dev.sluice.gateway.resume.Streams;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A call that another replica makes and clients of this one follow. It fails when the other one dies; then one of those who
 * have got nothing yet makes it here. Lives on one event loop.
 */
final class Elsewhere {

    /** How long an owner may take to write down what it has, once it heard that it is wanted. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** What was written before a lease was given back may take so long to be read. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Context context = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
    private final Owners owners;
    private final Streams streams;
    private final Streams.Room room;
    private final Joint joint;
    private final String owner;
    private final Runnable forget;
    private final long begun = System.nanoTime();
    private long lostAt;
    private boolean over;
    private @Nullable StreamLog log;
    private final Runnable news = this::heard;

    Elsewhere(Owners owners, Streams streams, Streams.Room room, Joint joint, String owner, Runnable forget) {
        this.owners = owners;
        this.streams = streams;
        this.room = room;
        this.joint = joint;
        this.owner = owner;
        this.forget = forget;
    }

    void begin() {
        context.owner().setTimer(owners.beatMillis(), timer -> context.runOnContext(now -> look()));
    }

    /** Whether its owner still has the lease, and whether there is something to read. */
    private void look() {
        if (over) {
            return;
        }
        if (joint.isIdle()) {
            end(false);
            return;
        }
        owners.holder(joint.tenant(), joint.key())
                .onComplete(told -> context.runOnContext(now -> {
                    if (told.succeeded()) {
                        known(told.result());
                    } else if (log == null) {
                        end(false);
                    } else {
                        // The mirror has its own patience with Redis.
                        begin();
                    }
                }));
    }

    private void known(@Nullable String holder) {
        if (owner.equals(holder)) {
            lostAt = 0;
        } else if (lostAt == 0) {
            lostAt = System.nanoTime();
        }
        seek();
    }

    private void seek() {
        boolean lost = lostAt != 0 && System.nanoTime() - lostAt > GRACE_NANOS;
        boolean late = log == null && System.nanoTime() - begun > PATIENCE_NANOS;
        if (lost || late) {
            end(false);
        } else if (over || log != null) {
            begin();
        } else {
            streams.mirror(joint.tenant(), owner, room).onSuccess(this::reads).onFailure(notYet -> begin());
        }
    }

    private void reads(StreamLog source) {
        log = source;
        source.listen(news);
        joint.reads(source, false);
        heard();
        begin();
    }

    private void heard() {
        StreamLog source = log;
        if (source == null) {
            return;
        }
        switch (source.after(source.last(), 1)) {
            case StreamLog.Page.Events page -> {
                if (page.ended()) {
                    end(true);
                }
            }
            case StreamLog.Page.Lost lost -> end(false);
            case StreamLog.Page.TooLate cleared -> end(false);
        }
    }

    private void end(boolean whole) {
        if (over) {
            return;
        }
        over = true;
        forget.run();
        if (whole) {
            joint.finish();
        } else {
            joint.fail();
        }
        if (log != null) {
            log.leave(news);
        }
    }
}
