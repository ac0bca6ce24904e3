package dev.sluice.bench.load;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;

/** Reads many paced streams at once and measures how old each chunk is when it arrives. */
public final class Streams implements AutoCloseable {

    /**
     * What the streams showed.
     *
     * @param complete streams that ended with {@code [DONE]}
     * @param cut streams that did not
     * @param chunkAge from the upstream's write to our read, nanoseconds
     * @param firstChunk from our request to the first chunk, nanoseconds
     */
    public record Result(long complete, long cut, Histogram chunkAge, Histogram firstChunk) {}

    private static final long HIGHEST_NANOS = 60_000_000_000L;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    /** Opens so many streams at once and reads them to their end. */
    public Result run(Target target, int streams) throws InterruptedException {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setDefaultHost("127.0.0.1")
                        .setDefaultPort(target.port())
                        .setTcpNoDelay(true),
                new PoolOptions().setHttp1MaxSize(streams));
        var all = new All(target, client, streams);
        vertx.getOrCreateContext().runOnContext(go -> {
            for (int i = 0; i < streams; i++) {
                all.open();
            }
        });
        all.done.await();
        client.close();
        return new Result(all.complete, all.cut, all.chunkAge, all.firstChunk);
    }

    @Override
    public void close() {
        vertx.close();
    }

    private static final class All {
        private static final byte[] MARK = "\"content\":\"t".getBytes(StandardCharsets.US_ASCII);
        private final RequestOptions options;
        private final Buffer body;
        private final HttpClient client;
        private final CountDownLatch done;
        private final Histogram chunkAge = new Histogram(HIGHEST_NANOS, 3);
        private final Histogram firstChunk = new Histogram(HIGHEST_NANOS, 3);
        private long complete;
        private long cut;

        All(Target target, HttpClient client, int streams) {
            this.options = new RequestOptions().setMethod(HttpMethod.POST).setURI(target.path());
            target.headers().forEach(options::putHeader);
            this.body = target.body();
            this.client = client;
            this.done = new CountDownLatch(streams);
        }

        void open() {
            long start = System.nanoTime();
            client.request(options).compose(request -> request.send(body)).onComplete(result -> {
                if (result.failed() || result.result().statusCode() != 200) {
                    end(false);
                } else {
                    read(result.result(), start);
                }
            });
        }

        private void read(HttpClientResponse response, long start) {
            boolean[] seen = {false, false};
            response.handler(chunk -> {
                long now = System.nanoTime();
                if (!seen[0]) {
                    seen[0] = true;
                    firstChunk.recordValue(Math.min(now - start, HIGHEST_NANOS));
                }
                ages(chunk, now);
                seen[1] |= chunk.toString().contains("data: [DONE]");
            });
            response.endHandler(end -> end(seen[1]));
            response.exceptionHandler(failure -> end(false));
        }

        /** Finds the nanosecond each event in the bytes was written at. Chunks are small; none is split in practice. */
        private void ages(Buffer chunk, long now) {
            byte[] bytes = chunk.getBytes();
            for (int i = indexOf(bytes, 0); i >= 0; i = indexOf(bytes, i)) {
                long written = 0;
                while (i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9') {
                    written = written * 10 + (bytes[i++] - '0');
                }
                if (i < bytes.length) {
                    chunkAge.recordValue(Math.clamp(now - written, 0, HIGHEST_NANOS));
                }
            }
        }

        /** Where the digits behind the next mark begin, or -1. */
        private static int indexOf(byte[] bytes, int from) {
            outer:
            for (int i = from; i <= bytes.length - MARK.length; i++) {
                for (int j = 0; j < MARK.length; j++) {
                    if (bytes[i + j] != MARK[j]) {
                        continue outer;
                    }
                }
                return i + MARK.length;
            }
            return -1;
        }

        private void end(boolean whole) {
            if (whole) {
                complete++;
            } else {
                cut++;
            }
            done.countDown();
        }
    }
}
