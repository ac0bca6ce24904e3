package dev.sluice.gateway.overload;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.cpu.CpuCoreSensor;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How loaded this process is, apart from what it has admitted: the heap that is left after collections, and how late the
 * event loops run. 1 means fully. Sampled, so that asking costs a read.
 */
@Singleton
public class Gauge {

    /** A sample of lateness loses half of its weight with each that follows. */
    private static final int HALVING = 1;

    private final Vertx vertx;
    private final OverloadConfig config;
    private final List<MemoryPoolMXBean> pools;
    private final AtomicLongArray late = new AtomicLongArray(loops());
    private volatile double load;

    Gauge(Vertx vertx, OverloadConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isCollectionUsageThresholdSupported())
                .filter(pool -> pool.isUsageThresholdSupported())
                .toList();
    }

    private static int loops() {
        return Math.max(1, CpuCoreSensor.availableProcessors());
    }

    void start(@Observes StartupEvent start) {
        for (int i = 0; i < late.length(); i++) {
            int loop = i;
            // Each is the next event loop of the pool.
            Context context = vertx.getOrCreateContext();
            context.runOnContext(begun -> watch(loop, System.nanoTime()));
        }
    }

    private void watch(int loop, long since) {
        long period = config.sampling().toMillis();
        vertx.setTimer(period, id -> {
            long now = System.nanoTime();
            long delay = Math.max(0, now - since - TimeUnit.MILLISECONDS.toNanos(period));
            late.set(loop, (late.get(loop) + delay) >> HALVING);
            if (loop == 0) {
                load = Math.max(heap(), lateness());
            }
            watch(loop, now);
        });
    }

    /** What heap and event loops say; 1 is full. */
    public double load() {
        return load;
    }

    private double lateness() {
        long worst = 0;
        for (int i = 0; i < late.length(); i++) {
            worst = Math.max(worst, late.get(i));
        }
        return (double) worst / config.loopDelay().toNanos();
    }

    /** Only what survived a collection counts: garbage fills every heap before it is collected. */
    private double heap() {
        long used = 0;
        for (MemoryPoolMXBean pool : pools) {
            MemoryUsage left = pool.getCollectionUsage();
            used += left == null ? 0 : left.getUsed();
        }
        return used / (Runtime.getRuntime().maxMemory() * config.heap());
    }
}
