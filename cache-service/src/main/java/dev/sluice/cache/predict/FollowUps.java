package dev.sluice.cache.predict;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often an answer was asked for right after another one: a Markov chain of first order over answers, tenant by tenant.
 * Of each answer only the most frequent followers are kept, and all counts are halved now and then, so that habits may
 * change. Bounded; what was not used for longest goes first.
 */
final class FollowUps {

    private static final int MOST_FOLLOWERS = 8;
    private static final double HALVED_AT = 64;

    private record Key(String tenant, String id) {}

    private record Follower(String id, double count) {}

    private record Row(double all, List<Follower> followers) {

        Row saw(String id) {
            double factor = all + 1 > HALVED_AT ? 0.5 : 1;
            List<Follower> next = new ArrayList<>();
            double count = 1;
            for (Follower follower : followers) {
                if (follower.id().equals(id)) {
                    count += follower.count();
                } else {
                    next.add(new Follower(follower.id(), follower.count() * factor));
                }
            }
            next.add(new Follower(id, count * factor));
            next.sort(Comparator.comparingDouble(Follower::count).reversed());
            // The newest takes the place of the rarest, or a new habit could never be learned.
            if (next.size() > MOST_FOLLOWERS) {
                next.remove(next.getLast().id().equals(id) ? next.size() - 2 : next.size() - 1);
            }
            return new Row((all + 1) * factor, List.copyOf(next));
        }
    }

    private final Cache<Key, Row> rows;
    private final double least;
    private final double share;

    /**
     * Nothing known yet.
     *
     * @param most answers of which followers are kept
     * @param least how often one must have followed
     * @param share and in what part of the cases, 0 to 1
     */
    FollowUps(int most, double least, double share) {
        this.rows =
                Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
        this.least = least;
        this.share = share;
    }

    /** One answer was asked for after another. */
    void saw(String tenant, String before, String after) {
        rows.asMap().compute(new Key(tenant, before), (key, row) -> saw(row, after));
    }

    private static Row saw(@Nullable Row row, String after) {
        return (row == null ? new Row(0, List.of()) : row).saw(after);
    }

    /** What is likely to be asked for next, most likely first. */
    List<String> after(String tenant, String id) {
        Row row = rows.getIfPresent(new Key(tenant, id));
        return row == null
                ? List.of()
                : row.followers().stream()
                        .filter(one -> one.count() >= least && one.count() >= share * row.all())
                        .map(Follower::id)
                        .toList();
    }

    /** Forgets a tenant's answer, or all of them when there is no id. */
    void forget(String tenant, @Nullable String id) {
        if (id == null) {
            rows.asMap().keySet().removeIf(key -> key.tenant().equals(tenant));
        } else {
            rows.invalidate(new Key(tenant, id));
        }
    }
}
