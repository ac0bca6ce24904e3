package dev.sluice.testkit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One client's connection through a {@link FaultProxy}: two sockets and a pump each way. On one event loop only. */
final class Link {

    private final Vertx vertx;
    private final FaultProxy proxy;
    private final NetSocket client;
    private final NetSocket server;
    private final Pump up;
    private final Pump down;
    private final List<Long> timers = new ArrayList<>();
    private int openSockets = 2;

    Link(Vertx vertx, FaultProxy proxy, NetSocket client, NetSocket server) {
        this.vertx = vertx;
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        this.up = new Pump(
                vertx,
                client,
                server,
                () -> proxy.toxics(FaultProxy.Direction.UPSTREAM),
                proxy.total(FaultProxy.Direction.UPSTREAM),
                this::close);
        this.down = new Pump(
                vertx,
                server,
                client,
                () -> proxy.toxics(FaultProxy.Direction.DOWNSTREAM),
                proxy.total(FaultProxy.Direction.DOWNSTREAM),
                this::close);
    }

    void start() {
        client.closeHandler(closed -> {
            down.sinkGone();
            socketClosed();
        });
        server.closeHandler(closed -> {
            up.sinkGone();
            socketClosed();
        });
        up.start();
        down.start();
        schedule();
        client.resume();
    }

    /** The toxics are others now. */
    void changed() {
        timers.forEach(vertx::cancelTimer);
        timers.clear();
        schedule();
        up.changed();
        down.changed();
    }

    void close() {
        client.close();
        server.close();
    }

    private void reset() {
        reset(client);
        reset(server);
    }

    private void schedule() {
        for (FaultProxy.Direction direction : FaultProxy.Direction.values()) {
            for (Toxic toxic : proxy.toxics(direction).all()) {
                if (toxic instanceof Toxic.ResetPeer(Duration after)) {
                    later(after, this::reset);
                } else if (toxic instanceof Toxic.Blackhole(Duration after) && !after.isZero()) {
                    later(after, this::close);
                }
            }
        }
    }

    private void later(Duration wait, Runnable then) {
        timers.add(vertx.setTimer(Math.max(1, wait.toMillis()), fired -> then.run()));
    }

    private void socketClosed() {
        if (--openSockets == 0) {
            timers.forEach(vertx::cancelTimer);
            proxy.ended(this);
        }
    }

    /** Lingering for zero seconds makes close send RST instead of FIN. */
    private static void reset(NetSocket socket) {
        Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        }
    }
}
