package dev.sluice.local.process;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a process that ended by itself is started again: yes, but not for the fourth time within a minute, for then
 * it ends because of something that a start does not cure.
 */
public final class RestartPolicy {

    private static final int MOST = 3;
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final Map<String, List<Instant>> deaths = new HashMap<>();

    /** Counts a death; true when the process should be started again. */
    public boolean again(String name, Instant now) {
        List<Instant> recent = deaths.computeIfAbsent(name, n -> new ArrayList<>());
        recent.removeIf(death -> death.isBefore(now.minus(WITHIN)));
        recent.add(now);
        return recent.size() <= MOST;
    }
}
