package dev.sluice.worker.batches;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Many requests in one file, done when there is room. */
@ConfigMapping(prefix = "sluice.worker.batches")
public interface BatchesConfig {

    /** Requests of batches that this worker has under way at the same time. */
    @WithDefault("32")
    int atOnce();

    /** Requests that one worker takes on at a time; other workers take other such slices of the same batch. */
    @WithDefault("100")
    int slice();

    /** Slices that this worker works on at the same time, shared fairly between tenants. */
    @WithDefault("4")
    int slices();

    /** Requests that a batch may have. */
    @WithDefault("50000")
    int largestRequests();

    /** The longest line of an input file, in bytes. */
    @WithDefault("4M")
    MemorySize longestLine();

    /** The largest answer to a request that is kept; a larger one fails the request. */
    @WithDefault("4M")
    MemorySize largestAnswer();

    /** Unfinished batches a tenant may have; beyond it 429. */
    @WithDefault("50")
    int openPerTenant();

    /** Unfinished batches of all tenants; beyond it 429. */
    @WithDefault("200")
    int open();

    /** Starts of a request that end in an error of the upstream, before that is its result; 429 and 503 do not count. */
    @WithDefault("5")
    int attempts();

    /** How long one request may take. */
    @WithDefault("10m")
    Duration requestTimeout();

    /** The first rest of a batch whose upstream is busy; it doubles while that goes on. */
    @WithDefault("1s")
    Duration restBase();

    /** The longest such rest. */
    @WithDefault("60s")
    Duration restCap();

    /** How long a cancelled or expired batch waits for its requests under way. */
    @WithDefault("60s")
    Duration grace();

    /** How long a finished batch is kept. */
    @WithDefault("30d")
    Duration keep();

    /** Finished batches kept at most; the oldest go first. */
    @WithDefault("10000")
    int keepAtMost();
}
