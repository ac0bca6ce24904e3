package dev.sluice.cache.index;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Items by their vectors, for many searching at once and few changing. Vectors are kept as {@link Code}s. An index that
 * lost its last item is retired: it takes nothing any more, so that who keeps indexes by name may drop it.
 */
public final class VectorIndex<T> {

    /** What adding to a retired index answers. */
    public static final int RETIRED = -1;

    /** About how many bytes an item of 384 numbers takes here, the item itself not counted. */
    public static final int BYTES_EACH = 640;

    /** Above so many items, not every one is compared; fewer where comparing is slow. */
    private static final int SCANNED = Products.BEST.isWide() ? 20_000 : 4_000;
    /** Nodes that are looked after with each change. */
    private static final int CHORES = 8;
    /** Candidates that a search of the graph keeps. */
    private static final int BREADTH = 64;
    /** Codes round; what is that little below the floor may be above it. */
    private static final double ROUNDING = 0.01;

    private final int scanned;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Codes codes = new Codes();
    private final Deque<Integer> free = new ArrayDeque<>();
    private @Nullable Object[] items = new Object[8];
    private int end;
    private int size;
    private boolean retired;
    private @Nullable Graph graph;
    /** Places below are in the graph. */
    private int linked;

    /** An empty index. */
    public VectorIndex() {
        this(SCANNED);
    }

    VectorIndex(int scanned) {
        this.scanned = scanned;
    }

    /** Which arithmetic is used, for people. */
    public static String arithmetic() {
        return Products.BEST.kind();
    }

    /** Adds an item. The place it got, by which it is removed, or {@link #RETIRED}. */
    public int add(T item, float[] vector) {
        Code code = Code.of(vector);
        lock.writeLock().lock();
        try {
            if (retired) {
                return RETIRED;
            }
            Integer reused = free.poll();
            int place = reused == null ? end++ : reused;
            if (place == items.length) {
                items = Arrays.copyOf(items, 2 * place);
            }
            codes.set(place, code);
            items[place] = item;
            size++;
            link(place);
            return place;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** The graph of many items grows with each new one by a few of the old, so that no single addition takes long. */
    private void link(int place) {
        if (graph == null && size > scanned) {
            graph = new Graph(codes);
            linked = 0;
        }
        Graph now = graph;
        if (now == null) {
            return;
        }
        if (place < linked) {
            now.add(place);
        }
        for (int i = 0; i < CHORES && linked < end; i++, linked++) {
            if (items[linked] != null) {
                now.add(linked);
            }
        }
    }

    /** Removes what is at a place that {@link #add} gave, once. Whether that was the last, so that it is retired now. */
    public boolean remove(int place) {
        lock.writeLock().lock();
        try {
            if (items[place] != null) {
                items[place] = null;
                size--;
                unlink(place);
            }
            retired = size == 0;
            return retired;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void unlink(int place) {
        Graph now = graph;
        if (now == null || place >= linked) {
            release(place);
        } else {
            now.bury(place);
            if (size < scanned / 2) {
                graph = null;
                now.buried().forEach(this::release);
            } else {
                now.sweep(CHORES, this::release);
            }
        }
    }

    private void release(int place) {
        codes.set(place, null);
        free.push(place);
    }

    /** How similar an index finds a vector that was added to one that is looked for, where no index is at hand. */
    public static double similarity(float[] vector, float[] added) {
        return Code.of(added).times(vector);
    }

    /** Items that are in. */
    public int size() {
        lock.readLock().lock();
        try {
            return size;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Places there are, taken or free or waiting to be. */
    int places() {
        return end;
    }

    /**
     * The nearest items, nearest first.
     *
     * @param vector what they should be near to
     * @param floor the least similarity
     * @param most how many at most
     * @param wanted which items count at all
     */
    public List<Hit<T>> nearest(float[] vector, double floor, int most, Predicate<? super T> wanted) {
        Code query = Code.of(vector);
        List<Hit<T>> hits = new ArrayList<>();
        lock.readLock().lock();
        try {
            Graph now = graph;
            long[] found = now == null || linked < end
                    ? scan(query, floor - ROUNDING, most + CHORES, wanted)
                    : now.search(query, Math.max(BREADTH, 2 * most));
            for (long ranked : found) {
                T item = item(Ranked.place(ranked));
                if (Ranked.similarity(ranked) >= floor - ROUNDING && wanted.test(item)) {
                    double similarity = codes.at(Ranked.place(ranked)).times(vector);
                    if (similarity >= floor) {
                        hits.add(new Hit<>(item, similarity));
                    }
                }
            }
        } finally {
            lock.readLock().unlock();
        }
        hits.sort(Comparator.comparingDouble((Hit<T> hit) -> hit.similarity()).reversed());
        return hits.size() <= most ? hits : List.copyOf(hits.subList(0, most));
    }

    private long[] scan(Code query, double floor, int most, Predicate<? super T> wanted) {
        Ranked best = new Ranked(most);
        for (int place = 0; place < end; place++) {
            if (items[place] != null) {
                float similarity = query.times(codes.at(place));
                long ranked = Ranked.of(similarity, place);
                if (similarity >= floor && (best.size() < most || ranked > best.least()) && wanted.test(item(place))) {
                    best.addWithin(ranked, most);
                }
            }
        }
        return best.drain();
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // asked for places that are taken only
    private T item(int place) {
        return (T) items[place];
    }
}
