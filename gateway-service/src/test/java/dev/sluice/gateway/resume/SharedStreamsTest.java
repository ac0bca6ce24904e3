package dev.sluice.gateway.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.redis.SharedRedis;
import dev.sluice.testkit.EmbeddedRedis;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream that one replica serves is followed at another one. */
class SharedStreamsTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private Vertx vertx;
    private EmbeddedRedis server;
    private Replica one;
    private Replica two;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        server = EmbeddedRedis.start();
        one = new Replica(10_000, 1_000_000);
        two = new Replica(10_000, 1_000_000);
    }

    @AfterEach
    void stop() throws Exception {
        one.dies();
        two.dies();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void whoComesBackAtAnotherReplicaGetsExactlyTheRestAsItComes() {
        StreamLog served = one.streams.open("acme");
        String sent = said(served, "a", "b", "c");
        awaitShared(served, 3);

        var reader = two.follow("acme", served.id(), 2);
        await().atMost(SOON).untilAsserted(() -> assertThat(reader.text()).endsWith("data: c\n\n"));
        assertThat(sent).endsWith(reader.text());
        served.append(Buffer.buffer("data: d\n\n"));
        await().atMost(SOON).untilAsserted(() -> assertThat(reader.text()).endsWith("data: d\n\n"));
        assertThat(reader.ended()).isFalse();
        served.end(Buffer.buffer("data: [DONE]\n\n"));

        await().atMost(SOON).until(reader::ended);
        assertThat(reader.text())
                .isEqualTo("id: %1$s:3\ndata: c\n\nid: %1$s:4\ndata: d\n\nid: %1$s:5\ndata: [DONE]\n\n"
                        .formatted(served.id()));
    }

    @Test
    void aStreamThatEndedIsThereFromItsBeginningAndAtItsEnd() {
        StreamLog served = one.streams.open("acme");
        served.append(Buffer.buffer("data: a\n\n"));
        served.end(Buffer.buffer("data: [DONE]\n\n"));
        awaitShared(served, 2);

        var whole = two.follow("acme", served.id(), 0);
        var nothing = two.follow("acme", served.id(), 2);

        await().atMost(SOON).until(() -> whole.ended() && nothing.ended());
        assertThat(whole.text()).contains(":1\ndata: a", ":2\ndata: [DONE]");
        assertThat(nothing.text()).isEmpty();
        assertThat(two.follow("acme", served.id(), 3).lost().status())
                .as("an event that never came")
                .isEqualTo(410);
    }

    @Test
    void aReplicaThatDiesLeavesAnErrorAndNoEnd() {
        StreamLog served = one.streams.open("acme");
        said(served, "a");
        awaitShared(served, 1);
        var reader = two.follow("acme", served.id(), 0);

        one.dies();

        await().atMost(SOON).until(() -> reader.page() instanceof StreamLog.Page.Lost);
        assertThat(reader.lost().kind()).isEqualTo("stream_lost");
        assertThat(reader.text()).contains("data: a");
        assertThat(reader.ended()).isFalse();
    }

    @Test
    void anotherTenantFindsNothingAndNorDoesAnybodyForAnUnknownName() {
        StreamLog served = one.streams.open("acme");
        said(served, "a");
        awaitShared(served, 1);

        assertThat(two.refusal("rival", served.id()).status()).isEqualTo(404);
        assertThat(two.refusal("acme", "01234567-0123-7123-8123-0123456789ab").status())
                .isEqualTo(404);
    }

    @Test
    void whatBecameNoStreamIsNotFound() {
        StreamLog served = one.streams.open("acme");
        said(served, "a");
        awaitShared(served, 1);

        one.streams.discard(served);

        await().atMost(SOON)
                .until(() -> number(Request.cmd(Command.EXISTS).arg(key(served)).arg(key(served) + ":owner")) == 0);
        assertThat(two.refusal("acme", served.id()).status()).isEqualTo(404);
    }

    @Test
    void ofALongStreamTheEndIsKeptAndWhoMissedMoreIsTooLate() {
        StreamLog served = one.streams.open("acme");
        String event = "data: " + "x".repeat(990) + "\n\n";
        for (int i = 0; i < 40; i++) {
            served.append(Buffer.buffer(event));
            awaitShared(served, i + 1);
        }

        assertThat(number(Request.cmd(Command.MEMORY).arg("USAGE").arg(key(served))))
                .isLessThan(30_000);
        assertThat(two.follow("acme", served.id(), 0).lost().status()).isEqualTo(410);
        var reader = two.follow("acme", served.id(), 35);
        await().atMost(SOON).untilAsserted(() -> {
            reader.page();
            assertThat(reader.seen).isEqualTo(40);
        });
        assertThat(number(Request.cmd(Command.PTTL).arg(key(served)))).isPositive();
    }

    @Test
    void whenTooMuchWaitsForRedisTheStreamStaysWithItsReplicaAndOthersNeverShowAHole() {
        var narrow = new Replica(10_000, 100);
        StreamLog served = narrow.streams.open("acme");
        said(served, "a");
        awaitShared(served, 1);
        var reader = two.follow("acme", served.id(), 0);

        served.append(Buffer.buffer("data: " + "x".repeat(100) + "\n\n"));
        said(served, "c");

        await().atMost(SOON).until(() -> number(Request.cmd(Command.EXISTS).arg(key(served))) == 0);
        assertThat(narrow.streams.find("acme", served.id()).after(0, 10_000)).isInstanceOf(StreamLog.Page.Events.class);
        await().atMost(SOON).until(() -> reader.page() instanceof StreamLog.Page.Lost);
        assertThat(reader.text()).contains("data: a").doesNotContain("data: c");
        narrow.dies();
    }

    @Test
    void withoutRedisTheStreamIsServedAndOthersSayWhyTheyCannot() {
        StreamLog served = one.streams.open("acme");
        said(served, "a");
        awaitShared(served, 1);
        var reader = two.follow("acme", served.id(), 0);

        server.kill();

        assertThat(said(served, "b")).contains("data: b");
        assertThat(two.refusal("acme", served.id()))
                .satisfies(error -> assertThat(error.status()).isEqualTo(503))
                .hasMessageContaining("Redis");
        await().atMost(SOON).until(() -> reader.page() instanceof StreamLog.Page.Lost);
        assertThat(reader.ended()).isFalse();

        server = EmbeddedRedis.start(server.port());
        said(served, "c");
        served.end(Buffer.buffer("data: [DONE]\n\n"));

        await("Redis forgot the beginning: the stream is not shown without it")
                .atMost(SOON)
                .untilAsserted(() ->
                        assertThat(two.refusal("acme", served.id()).status()).isEqualTo(404));
        assertThat(one.streams.find("acme", served.id()).after(0, 10_000)).isInstanceOf(StreamLog.Page.Events.class);
    }

    private static String said(StreamLog log, String... words) {
        var out = new StringBuilder();
        for (String word : words) {
            out.append(log.append(Buffer.buffer("data: " + word + "\n\n")));
        }
        return out.toString();
    }

    private void awaitShared(StreamLog log, long number) {
        await().atMost(SOON).untilAsserted(() -> {
            var last = heard(two.redis.ask(Request.cmd(Command.XREVRANGE)
                    .arg(key(log))
                    .arg("+")
                    .arg("-")
                    .arg("COUNT")
                    .arg(1)));
            assertThat(last).isNotNull().isNotEmpty();
            String id = last.get(0).get(0).toString();
            assertThat(Long.parseLong(id.substring(0, id.indexOf('-')))).isGreaterThanOrEqualTo(number);
        });
    }

    private long number(Request request) {
        return heard(two.redis.ask(request)).toLong();
    }

    private static String key(StreamLog log) {
        return "sluice:{" + log.tenant() + "}:stream:" + log.id();
    }

    private static <T> T heard(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    /** What a replica has of streams. */
    private final class Replica {

        final SharedRedis redis = new SharedRedis(vertx, Optional.of(server.url()), Duration.ofSeconds(2));
        final SharedStreams shared;
        final Streams streams;

        Replica(long stream, long waiting) {
            ResumeConfig config = config(stream, waiting);
            shared = new SharedStreams(vertx, redis, config);
            streams = new Streams(vertx, config, shared, new SimpleMeterRegistry());
        }

        Reader follow(String tenant, String id, long seen) {
            return new Reader(heard(streams.seek(tenant, new Bookmark(id, seen))), seen);
        }

        ApiError refusal(String tenant, String id) {
            return (ApiError) streams.seek(tenant, new Bookmark(id, 0))
                    .transform(done -> Future.succeededFuture(done.cause()))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }

        void dies() {
            shared.close();
            redis.close();
        }
    }

    /** A client's end of a log. */
    private static final class Reader {

        private final StreamLog log;
        private final StringBuilder text = new StringBuilder();
        private long seen;

        Reader(StreamLog log, long seen) {
            this.log = log;
            this.seen = seen;
            log.listen(() -> {});
        }

        StreamLog.Page page() {
            StreamLog.Page page = log.after(seen, 10_000);
            if (page instanceof StreamLog.Page.Events events) {
                seen = events.last();
                text.append(events.events());
            }
            return page;
        }

        String text() {
            page();
            return text.toString();
        }

        boolean ended() {
            return page() instanceof StreamLog.Page.Events events && events.ended();
        }

        ApiError lost() {
            return ((StreamLog.Page.Lost) page()).why();
        }
    }

    private static ResumeConfig config(long stream, long waiting) {
        return new ResumeConfig() {
            @Override
            public MemorySize stream() {
                return new MemorySize(BigInteger.valueOf(stream));
            }

            @Override
            public MemorySize all() {
                return new MemorySize(BigInteger.valueOf(1_000_000));
            }

            @Override
            public Duration retention() {
                return Duration.ofMinutes(2);
            }

            @Override
            public Shared shared() {
                return new Shared() {
                    @Override
                    public MemorySize waiting() {
                        return new MemorySize(BigInteger.valueOf(waiting));
                    }

                    @Override
                    public Duration lease() {
                        return Duration.ofSeconds(2);
                    }
                };
            }
        };
    }
}
