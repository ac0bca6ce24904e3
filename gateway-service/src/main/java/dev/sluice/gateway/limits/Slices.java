package dev.sluice.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;

/**
 * What this replica may spend of hard budgets when nobody can be asked: a hundredth of what was left when it was last
 * seen. Nothing of a budget it has never seen.
 */
final class Slices {

    private static final long SHARES = 100;
    private static final long MOST = 100_000;

    private final Cache<String, Long> left =
            Caffeine.newBuilder().maximumSize(MOST).build();

    void saw(List<Line> lines, List<Standing> standings) {
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (line.rule().hard()) {
                left.put(line.key(), standings.get(i).remaining(line.limit()));
            }
        }
    }

    long of(Line line) {
        Long remaining = left.getIfPresent(line.key());
        return remaining == null ? 0 : remaining / SHARES;
    }
}
