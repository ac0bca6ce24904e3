package dev.sluice.testkit;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on loopback that breaks connections on command, per direction and while they run. Without toxics every
 * byte passes, in order and with back-pressure. A change is in force when the method returns. A socket that one side
 * closes is closed on the other after what was sent before; half-open connections are not modelled.
 */
public final class FaultProxy implements AutoCloseable {

    /** Which way the bytes go. */
    public enum Direction {
        /** From the client to the server. */
        UPSTREAM,
        /** From the server to the client. */
        DOWNSTREAM
    }

    private static final int CONNECT_MILLIS = 5_000;

    private final Vertx vertx;
    private final Context context;
    private final NetClient client;
    private final String targetHost;
    private final int targetPort;
    private final int port;
    private final Map<Direction, Toxics> toxics = new ConcurrentHashMap<>();
    private final Map<Direction, AtomicLong> totals = new EnumMap<>(Direction.class);
    private final Set<Link> links = new LinkedHashSet<>();
    private final AtomicLong accepted = new AtomicLong();
    private volatile int open;
    private volatile @Nullable NetServer server;

    private FaultProxy(String targetHost, int targetPort, int wantedPort) {
        this.targetHost = targetHost;
        this.targetPort = targetPort;
        for (Direction direction : Direction.values()) {
            totals.put(direction, new AtomicLong());
        }
        vertx = Loops.vertx(1);
        context = vertx.getOrCreateContext();
        client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS));
        port = listen(wantedPort);
    }

    /** A proxy on a free port before this server, which need not run yet. */
    public static FaultProxy to(String host, int port) {
        return new FaultProxy(host, port, 0);
    }

    /** A proxy on a free port before the server on this loopback port. */
    public static FaultProxy to(int port) {
        return to("127.0.0.1", port);
    }

    /** A proxy on a free port before the server of this URL. */
    public static FaultProxy to(String url) {
        URI uri = URI.create(url);
        return to(uri.getHost(), uri.getPort());
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** {@code 127.0.0.1:PORT}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** The same URL as the server's, through the proxy. */
    public String url(String serverUrl) {
        URI uri = URI.create(serverUrl);
        return serverUrl.replaceFirst(":" + uri.getPort() + "\\b", ":" + port);
    }

    /** Adds a toxic in one direction, for connections there are and will be. */
    public FaultProxy add(Direction direction, Toxic toxic) {
        toxics.put(direction, toxics(direction).and(toxic));
        applyToLinks();
        return this;
    }

    /** Adds a toxic in both directions. */
    public FaultProxy add(Toxic toxic) {
        for (Direction direction : Direction.values()) {
            toxics.put(direction, toxics(direction).and(toxic));
        }
        applyToLinks();
        return this;
    }

    /** Removes all toxics; what was held back flows on. */
    public FaultProxy heal() {
        toxics.clear();
        applyToLinks();
        return this;
    }

    /** Closes all connections and refuses new ones until {@link #up()}. */
    public FaultProxy down() {
        NetServer listening = server;
        if (listening != null) {
            server = null;
            Loops.await(listening.close(), "Closing the proxy's port");
            onLoop(() -> List.copyOf(links).forEach(Link::close));
        }
        return this;
    }

    /** Listens again on the same port. */
    public FaultProxy up() {
        if (server == null) {
            listen(port);
        }
        return this;
    }

    /** Connections open now. */
    public int connections() {
        return open;
    }

    /** Connections accepted since the start. */
    public long accepted() {
        return accepted.get();
    }

    /** Bytes passed on in a direction since the start. */
    public long bytes(Direction direction) {
        return total(direction).get();
    }

    /** Stops; connections close. */
    @Override
    public void close() {
        Loops.await(vertx.close(), "Stopping the proxy");
    }

    Toxics toxics(Direction direction) {
        return toxics.getOrDefault(direction, Toxics.NONE);
    }

    AtomicLong total(Direction direction) {
        AtomicLong total = totals.get(direction);
        if (total == null) {
            throw new IllegalStateException("No counter for " + direction);
        }
        return total;
    }

    /** Called on the event loop. */
    void ended(Link link) {
        links.remove(link);
        open = links.size();
    }

    private int listen(int wanted) {
        Promise<NetServer> listening = Promise.promise();
        context.runOnContext(go -> vertx.createNetServer(
                        new NetServerOptions().setHost("127.0.0.1").setPort(wanted))
                .connectHandler(this::accept)
                .listen()
                .onComplete(listening));
        NetServer started = Loops.await(listening.future(), "Listening on 127.0.0.1:" + wanted);
        server = started;
        return started.actualPort();
    }

    private void accept(NetSocket socket) {
        accepted.incrementAndGet();
        socket.pause();
        client.connect(targetPort, targetHost).onComplete(connected -> {
            if (connected.failed()) {
                socket.close();
                return;
            }
            if (server == null) {
                socket.close();
                connected.result().close();
                return;
            }
            var link = new Link(vertx, this, socket, connected.result());
            links.add(link);
            open = links.size();
            link.start();
        });
    }

    private void applyToLinks() {
        onLoop(() -> List.copyOf(links).forEach(Link::changed));
    }

    private void onLoop(Runnable action) {
        Promise<Boolean> done = Promise.promise();
        context.runOnContext(go -> {
            action.run();
            done.complete(true);
        });
        Loops.await(done.future(), "Changing the proxy");
    }
}
