package dev.sluice.gateway.wire;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How streams are kept alive, and what becomes of one whose client leaves. */
@ConfigMapping(prefix = "sluice.gateway.streaming")
public interface StreamingConfig {

    /** The longest silence on a stream; then a comment line says that it lives. Zero means no such lines. */
    @WithDefault("15s")
    Duration heartbeat();

    /** From the request to the first comment line. It carries the status 200, so a later refusal is an error event. */
    @WithDefault("15s")
    Duration firstHeartbeat();

    /** How long a client may take nothing of what waits for it; then it is disconnected. */
    @WithDefault("60s")
    Duration stallClient();

    /** {@code drain} or {@code cancel}; absent means that streams that can be resumed are drained, all else is cancelled. */
    Optional<WhenClientLeaves> whenClientLeaves();

    /** Answers that are finished although nobody listens. */
    Detached detached();

    /** What becomes of the upstream's answer when nobody listens any more. */
    enum WhenClientLeaves {
        /** It is read to its end, and billed whole. */
        DRAIN,
        /** It is cancelled, and billed as far as it came. */
        CANCEL
    }

    /** Bounds for answers that are finished although nobody listens; beyond them they are cancelled. */
    interface Detached {

        /** For how long one may go on. */
        @WithDefault("5m")
        Duration time();

        /** How many there may be at once in this replica. */
        @WithDefault("256")
        int most();
    }
}
