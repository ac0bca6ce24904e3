package dev.sluice.bench.load;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** A closed-loop load generator: each connection sends its next request when the last one was answered. */
public final class Load implements AutoCloseable {

    private static final long HIGHEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    /** Sends to the target over so many connections for that long; bounded, loopback only. */
    public Measured run(Target target, int connections, Duration time) throws InterruptedException {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setDefaultHost("127.0.0.1")
                        .setDefaultPort(target.port())
                        .setTcpNoDelay(true)
                        .setKeepAlive(true),
                new PoolOptions().setHttp1MaxSize(connections));
        var burst = new Burst(target, client, System.nanoTime() + time.toNanos(), connections);
        long start = System.nanoTime();
        vertx.getOrCreateContext().runOnContext(go -> {
            for (int i = 0; i < connections; i++) {
                burst.next();
            }
        });
        burst.done.await();
        double seconds = (System.nanoTime() - start) / 1e9;
        client.close();
        return new Measured(burst.requests, burst.failures, seconds, burst.latency);
    }

    @Override
    public void close() {
        vertx.close();
    }

    /** State of one run; touched by one event loop only. */
    private static final class Burst {
        private final RequestOptions options;
        private final Buffer body;
        private final HttpClient client;
        private final long end;
        private final CountDownLatch done;
        private final Histogram latency = new Histogram(HIGHEST_NANOS, 3);
        private long requests;
        private long failures;

        Burst(Target target, HttpClient client, long end, int connections) {
            this.options = new RequestOptions().setMethod(HttpMethod.POST).setURI(target.path());
            target.headers().forEach(options::putHeader);
            this.body = target.body();
            this.client = client;
            this.end = end;
            this.done = new CountDownLatch(connections);
        }

        void next() {
            long start = System.nanoTime();
            if (start >= end) {
                done.countDown();
                return;
            }
            client.request(options)
                    .compose(request -> request.send(body))
                    .compose(response -> response.body().map(read -> response.statusCode() == 200))
                    .onComplete(result -> {
                        if (result.succeeded() && result.result()) {
                            requests++;
                            latency.recordValue(Math.min(System.nanoTime() - start, HIGHEST_NANOS));
                        } else {
                            failures++;
                        }
                        next();
                    });
        }
    }
}
