package dev.sluice.gateway.load;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** This process' share of the machine's processors, smoothed over a few seconds, sampled off the event loop. */
@Singleton
public class Load {

    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration CALM = Duration.ofSeconds(5);
    private static final double WEIGHT = 0.3;

    private final Pressure pressure = new Pressure(CALM);
    private volatile double load;
    private volatile double factor = 1;
    private volatile @Nullable Thread sampler;

    Load(MeterRegistry meters) {
        Gauge.builder("sluice.gateway.load", this, Load::now)
                .description("how busy this replica is, 0 to 1")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        sampler = Thread.ofVirtual().name("load").start(this::sample);
    }

    void stop(@Observes ShutdownEvent event) {
        Thread sampling = sampler;
        if (sampling != null) {
            sampling.interrupt();
        }
    }

    private void sample() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double smooth = 0;
        try {
            while (true) {
                Thread.sleep(EVERY);
                double busy = Math.clamp(system.getProcessCpuLoad(), 0, 1);
                smooth += WEIGHT * (busy - smooth);
                load = smooth;
                factor = pressure.factor(smooth, System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How busy, 0 to 1. */
    public double now() {
        return load;
    }

    /** What limits that adapt are multiplied by: 1, 0.75 or 0.5. */
    public double factor() {
        return factor;
    }
}
