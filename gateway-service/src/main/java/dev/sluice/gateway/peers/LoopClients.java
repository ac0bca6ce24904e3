package dev.sluice.gateway.peers;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.impl.ContextInternal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An HTTP client for each event loop, so that an answer arrives on the loop that waits for it. One client for all would
 * lend connections of other loops, and each hop costs two threads a wake-up.
 */
public final class LoopClients {

    private final Vertx vertx;
    private final HttpClientOptions options;
    private final PoolOptions pool;
    private final Map<EventLoop, HttpClient> clients = new ConcurrentHashMap<>();

    /**
     * Clients that are made when a loop first asks.
     *
     * @param pool bounds for the process; each loop has its share
     */
    public LoopClients(Vertx vertx, HttpClientOptions options, PoolOptions pool) {
        int loops = Runtime.getRuntime().availableProcessors();
        this.vertx = vertx;
        this.options = options;
        this.pool = new PoolOptions(pool)
                .setHttp1MaxSize(share(pool.getHttp1MaxSize(), loops))
                .setMaxWaitQueueSize(share(pool.getMaxWaitQueueSize(), loops));
    }

    /** The client of the loop we are on. */
    public HttpClient here() {
        EventLoop loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
        HttpClient known = clients.get(loop);
        return known != null ? known : clients.computeIfAbsent(loop, one -> vertx.createHttpClient(options, pool));
    }

    private static int share(int all, int loops) {
        return Math.max(1, (all + loops - 1) / loops);
    }
}
