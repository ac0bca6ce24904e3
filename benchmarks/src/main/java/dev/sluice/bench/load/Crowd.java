package dev.sluice.bench.load;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Many requests at one moment, and the memory of a process while they are under way. */
public final class Crowd implements AutoCloseable {

    /**
     * What was seen.
     *
     * @param answered requests answered with 200
     * @param refused requests answered with 429 or 503: no room, and it was said
     * @param lost everything else
     * @param peakMb the largest resident memory of the watched process
     */
    public record Result(int answered, int refused, int lost, double peakMb) {}

    private static final long SAMPLE_MILLIS = 20;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    /** Sends so many requests at once and waits for all of them, a minute at most. */
    public Result run(Target target, int requests, long watchedPid) throws InterruptedException, IOException {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(target.port()),
                new PoolOptions().setHttp1MaxSize(requests).setMaxWaitQueueSize(requests));
        var options = new RequestOptions().setMethod(HttpMethod.POST).setURI(target.path());
        target.headers().forEach(options::putHeader);
        var answered = new AtomicInteger();
        var refused = new AtomicInteger();
        var lost = new AtomicInteger();
        var done = new CountDownLatch(requests);
        vertx.getOrCreateContext().runOnContext(go -> {
            for (int i = 0; i < requests; i++) {
                client.request(options)
                        .compose(request -> request.send(target.body()))
                        .compose(response -> response.body().map(read -> response.statusCode()))
                        .onComplete(result -> {
                            int status = result.succeeded() ? result.result() : 0;
                            (status == 200 ? answered : status == 503 || status == 429 ? refused : lost)
                                    .incrementAndGet();
                            done.countDown();
                        });
            }
        });
        double peak = 0;
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!done.await(SAMPLE_MILLIS, TimeUnit.MILLISECONDS) && System.nanoTime() < end) {
            peak = Math.max(peak, ProcessCpu.residentMb(watchedPid));
        }
        client.close();
        return new Result(answered.get(), refused.get(), lost.get() + (int) done.getCount(), peak);
    }

    @Override
    public void close() {
        vertx.close();
    }
}
