package dev.sluice.gateway.joining;

import dev.sluice.gateway.resume.StreamLog;
import dev.sluice.gateway.resume.Streams;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The calls of this replica that others may join. */
@Singleton
public class Joining {

    private final JoinConfig config;
    private final Streams streams;
    private final Owners owners;
    private final Streams.Room room;
    private final Map<String, Joint> joints = new ConcurrentHashMap<>();
    private final Counter led;
    private final Counter joined;

    Joining(JoinConfig config, Streams streams, Owners owners, MeterRegistry meters) {
        this.config = config;
        this.streams = streams;
        this.owners = owners;
        this.room = new Streams.Room(config.answer().asLongValue(), config.all().asLongValue(), new AtomicLong());
        this.led = Counter.builder("sluice.gateway.join.led")
                .description("Calls that others could have joined")
                .register(meters);
        this.joined = Counter.builder("sluice.gateway.join.joined")
                .description("Calls that joined another one")
                .register(meters);
        meters.gauge("sluice.gateway.join.open", joints, Map::size);
        meters.gauge("sluice.gateway.join.bytes", room.used());
    }

    /** Whether calls may share at all. */
    public boolean isOn() {
        return config.mode() != JoinConfig.Mode.OFF;
    }

    /** Whether an equal call is under way in this replica. */
    public boolean isUnderWay(String tenant, String key) {
        return joints.containsKey(name(tenant, key));
    }

    /**
     * A seat for a call; on an event loop.
     *
     * @param key equal for calls that may share
     * @param follows whether an answer that is under way already will do
     */
    public Future<Seat> take(String tenant, String key, boolean follows) {
        var fresh = new Joint(tenant, key);
        Joint known = joints.putIfAbsent(name(tenant, key), fresh);
        if (known != null) {
            return Future.succeededFuture(follows ? follow(known) : new Seat.Alone());
        }
        if (config.mode() != JoinConfig.Mode.SHARED || !owners.isConfigured()) {
            return Future.succeededFuture(lead(fresh));
        }
        StreamLog log = streams.beginning(tenant, room);
        Context here = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
        Promise<Seat> seat = Promise.promise();
        owners.claim(tenant, key, log.id())
                .onComplete(told -> here.runOnContext(
                        now -> seat.complete(seat(fresh, log, told.succeeded() ? told.result() : null, follows))));
        return seat.future();
    }

    /** @param owner who makes the call; null when Redis is away, and it is shared with those of this replica */
    private Seat seat(Joint fresh, StreamLog log, @Nullable String owner, boolean follows) {
        if (owner == null) {
            return lead(fresh, log);
        }
        if (owner.equals(log.id())) {
            Seat seat = lead(fresh, log);
            owners.keep(fresh, log);
            return seat;
        }
        if (!follows) {
            forget(fresh);
            fresh.fail();
            return new Seat.Alone();
        }
        new Elsewhere(owners, streams, room, fresh, owner, () -> forget(fresh)).begin();
        return follow(fresh);
    }

    private Seat follow(Joint joint) {
        joined.increment();
        return new Seat.Follow(joint);
    }

    private Seat lead(Joint joint) {
        return lead(joint, streams.beginning(joint.tenant(), room));
    }

    private Seat lead(Joint joint, StreamLog log) {
        led.increment();
        joint.reads(log, true);
        return new Seat.Lead(new Leader(this, joint, log));
    }

    /** The call has ended with a whole answer. */
    void succeeded(Joint joint) {
        forget(joint);
        joint.finish();
        owners.release(joint).onComplete(done -> joint.released());
    }

    /** The call has brought nothing that others could use. */
    void failed(Joint joint) {
        forget(joint);
        joint.fail();
        owners.release(joint);
    }

    /** Nobody joins it any more. */
    private void forget(Joint joint) {
        joints.remove(name(joint.tenant(), joint.key()), joint);
    }

    private static String name(String tenant, String key) {
        return tenant + '\n' + key;
    }
}
