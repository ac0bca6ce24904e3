package dev.sluice.gateway.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A full heap and a late event loop both count as load, and both pass. */
class GaugeTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whatSurvivesACollectionIsLoadWhenTheHeapIsSmall() {
        Gauge tight = started(new Settings(1e-9, LONG));
        Gauge roomy = started(new Settings(100, LONG));
        System.gc();

        await().atMost(Duration.ofSeconds(30)).until(() -> tight.load() > 1);
        assertThat(roomy.load()).isLessThan(0.5);
    }

    @Test
    void anEventLoopThatIsHeldUpIsLoadUntilItRunsAgain() throws InterruptedException {
        Gauge gauge = started(new Settings(100, Duration.ofMillis(100)));
        var held = new CountDownLatch(1);
        // As many as there are loops, so that the sampled one is among them; the first sample after it is late.
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            vertx.getOrCreateContext().runOnContext(x -> hold(held));
        }
        assertThat(held.await(1, TimeUnit.SECONDS))
                .as("the loops are held for a second")
                .isFalse();
        held.countDown();

        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> gauge.load() > 1);
        await().atMost(Duration.ofSeconds(30)).until(() -> gauge.load() < 0.5);
    }

    private static void hold(CountDownLatch held) {
        try {
            assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Gauge started(Settings settings) {
        var gauge = new Gauge(vertx, settings);
        gauge.start(new StartupEvent());
        return gauge;
    }

    private record Settings(double heap, Duration loopDelay) implements OverloadConfig {

        @Override
        public int inFlight() {
            return 1;
        }

        @Override
        public Duration sampling() {
            return Duration.ofMillis(500);
        }
    }
}
