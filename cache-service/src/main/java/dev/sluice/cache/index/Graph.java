package dev.sluice.cache.index;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A hierarchical navigable small world (Malkov and Yashunin, arXiv 1603.09320) over {@link Codes}. What is buried is no
 * longer found at once, but leads on to others until a sweep has replaced every link to it; sweeps go on a few nodes at
 * a time. A list of links may grow beyond its degree before it is pruned, which spares most of the pruning.
 *
 * <p>Any number of threads may search, or one may change.
 */
final class Graph {

    private static final int DEGREE = 16;
    private static final int GROUND_DEGREE = 2 * DEGREE;
    private static final int OVERFLOW = 8;
    /** Candidates looked at for each new node. */
    private static final int CARE = 100;
    /** Candidates carried down from each upper level; a few, so that none of them needs to be in the right corner. */
    private static final int DESCENT = 8;

    private static final int HIGHEST = 12;
    private static final double LEVEL_SCALE = 1 / Math.log(DEGREE);
    /** One in so many nodes may be buried before a sweep begins. */
    private static final int BURIED_SHARE = 5;

    private final Codes codes;
    private final SplittableRandom random = new SplittableRandom(1);
    private final BitSet buried = new BitSet();
    /** By node, by level: the number of links, then the links. */
    private int[] @Nullable [][] links = new int[8][][];

    private int end;
    private int entry = -1;
    private @Nullable BitSet doomed;
    private int swept;

    Graph(Codes codes) {
        this.codes = codes;
    }

    /** The nodes nearest to a code, {@link Ranked}, nearest first. */
    long[] search(Code query, int breadth) {
        if (entry < 0) {
            return new long[0];
        }
        return around(query, descend(query, 0), 0, breadth);
    }

    /** Links a place that has a code. */
    void add(int node) {
        int level = (int) Math.min(HIGHEST, -Math.log(1 - random.nextDouble()) * LEVEL_SCALE);
        if (node >= links.length) {
            links = Arrays.copyOf(links, Math.max(node + 1, 2 * links.length));
        }
        end = Math.max(end, node + 1);
        int[][] own = new int[level + 1][];
        for (int i = 0; i <= level; i++) {
            own[i] = new int[1 + degree(i) + OVERFLOW];
        }
        links[node] = own;
        if (entry < 0) {
            entry = node;
            return;
        }
        Code code = codes.at(node);
        int top = top();
        long[] near = descend(code, level);
        for (int i = Math.min(level, top); i >= 0; i--) {
            long[] found = around(code, near, i, CARE);
            connect(node, choose(found, DEGREE), i);
            near = found.length == 0 ? near : found;
        }
        if (level > top) {
            entry = node;
        }
    }

    /** Lets a node be found no more. */
    void bury(int node) {
        buried.set(node);
    }

    /** The places of buried nodes. */
    IntStream buried() {
        return buried.stream();
    }

    /**
     * Goes on with a sweep, or begins one when enough nodes are buried.
     *
     * @param nodes how many to look at
     * @param freed told of the places that nothing leads to any more, when the sweep is through
     */
    void sweep(int nodes, IntConsumer freed) {
        BitSet now = doomed;
        if (now == null) {
            if (buried.cardinality() <= end / BURIED_SHARE) {
                return;
            }
            now = (BitSet) buried.clone();
            doomed = now;
            swept = 0;
        }
        for (int i = 0; i < nodes && swept < end; i++, swept++) {
            if (links[swept] != null && !now.get(swept)) {
                relink(swept);
            }
        }
        if (swept == end) {
            doomed = null;
            buried.andNot(now);
            if (now.get(entry)) {
                entry = highest(now);
            }
            now.stream().forEach(node -> {
                links[node] = null;
                freed.accept(node);
            });
        }
    }

    private int highest(BitSet gone) {
        int best = -1;
        for (int node = 0; node < end; node++) {
            if (links[node] != null && !gone.get(node) && (best < 0 || of(node).length > of(best).length)) {
                best = node;
            }
        }
        return best;
    }

    private void relink(int node) {
        for (int level = 0; level < of(node).length; level++) {
            int[] list = of(node)[level];
            if (!leadsToBuried(list)) {
                continue;
            }
            Code code = codes.at(node);
            Ranked candidates = new Ranked(4 * GROUND_DEGREE);
            Seen seen = new Seen(4 * GROUND_DEGREE);
            seen.add(node);
            for (int i = 1; i <= list[0]; i++) {
                if (!buried.get(list[i])) {
                    offer(code, list[i], seen, candidates);
                } else {
                    int[] further = of(list[i])[level];
                    for (int j = 1; j <= further[0]; j++) {
                        if (!buried.get(further[j])) {
                            offer(code, further[j], seen, candidates);
                        }
                    }
                }
            }
            long[] chosen = choose(candidates.drain(), degree(level));
            list[0] = 0;
            for (long one : chosen) {
                list[++list[0]] = Ranked.place(one);
            }
        }
    }

    private boolean leadsToBuried(int[] list) {
        for (int i = 1; i <= list[0]; i++) {
            if (buried.get(list[i])) {
                return true;
            }
        }
        return false;
    }

    private void offer(Code code, int node, Seen seen, Ranked candidates) {
        if (seen.add(node)) {
            candidates.add(ranked(code, node));
        }
    }

    /** Links both ways. */
    private void connect(int node, long[] chosen, int level) {
        int[] own = of(node)[level];
        for (long one : chosen) {
            int other = Ranked.place(one);
            own[++own[0]] = other;
            int[] list = of(other)[level];
            if (list[0] == list.length - 1) {
                prune(other, list, degree(level));
            }
            list[++list[0]] = node;
        }
    }

    private void prune(int node, int[] list, int most) {
        Code code = codes.at(node);
        Ranked all = new Ranked(list[0]);
        for (int i = 1; i <= list[0]; i++) {
            all.add(ranked(code, list[i]));
        }
        list[0] = 0;
        for (long one : choose(all.drain(), most)) {
            list[++list[0]] = Ranked.place(one);
        }
    }

    /**
     * Those, nearest first, that are nearer to the centre than to any one chosen before, so that links lead into all
     * directions; then the nearest of the rest. Without the rest, many questions round one of them would be linked from
     * that one only, which has no room for all.
     */
    private long[] choose(long[] sorted, int most) {
        if (sorted.length <= most) {
            return sorted;
        }
        long[] chosen = new long[most];
        long[] rest = new long[sorted.length];
        int count = 0;
        int left = 0;
        for (int i = 0; i < sorted.length && count < most; i++) {
            if (isApart(sorted[i], chosen, count)) {
                chosen[count++] = sorted[i];
            } else {
                rest[left++] = sorted[i];
            }
        }
        System.arraycopy(rest, 0, chosen, count, most - count);
        return chosen;
    }

    private boolean isApart(long one, long[] chosen, int count) {
        Code code = codes.at(Ranked.place(one));
        float toCentre = Ranked.similarity(one);
        for (int i = 0; i < count; i++) {
            if (code.times(codes.at(Ranked.place(chosen[i]))) > toCentre) {
                return false;
            }
        }
        return true;
    }

    /** Where to begin on a level: the nearest that are found on the levels above. */
    private long[] descend(Code query, int level) {
        long[] near = {ranked(query, entry)};
        for (int i = top(); i > level; i--) {
            long[] found = around(query, near, i, DESCENT);
            near = found.length == 0 ? near : found;
        }
        return near;
    }

    private long[] around(Code query, long[] from, int level, int breadth) {
        Ranked best = new Ranked(breadth);
        Ranked frontier = new Ranked(2 * breadth);
        Seen seen = new Seen(GROUND_DEGREE * breadth / 2);
        for (long one : from) {
            if (seen.add(Ranked.place(one))) {
                take(one, frontier, best, breadth);
            }
        }
        while (frontier.size() > 0) {
            long nearest = ~frontier.poll();
            if (best.size() == breadth && nearest < best.least()) {
                break;
            }
            int[] list = of(Ranked.place(nearest))[level];
            for (int i = 1; i <= list[0]; i++) {
                if (seen.add(list[i])) {
                    take(ranked(query, list[i]), frontier, best, breadth);
                }
            }
        }
        return best.drain();
    }

    private void take(long one, Ranked frontier, Ranked best, int breadth) {
        if (best.size() < breadth || one > best.least()) {
            frontier.add(~one);
            if (!buried.get(Ranked.place(one))) {
                best.addWithin(one, breadth);
            }
        }
    }

    private long ranked(Code query, int node) {
        return Ranked.of(query.times(codes.at(node)), node);
    }

    private int top() {
        return of(entry).length - 1;
    }

    @SuppressWarnings("NullAway") // asked for nodes that are linked only
    private int[][] of(int node) {
        return links[node];
    }

    private static int degree(int level) {
        return level == 0 ? GROUND_DEGREE : DEGREE;
    }
}
