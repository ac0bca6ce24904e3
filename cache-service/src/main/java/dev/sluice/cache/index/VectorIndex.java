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

    private static final int FIRST_ROOM = 8;

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Deque<Integer> free = new ArrayDeque<>();
    private @Nullable Code[] codes = new Code[FIRST_ROOM];
    private @Nullable Object[] items = new Object[FIRST_ROOM];
    private int end;
    private int size;
    private boolean retired;

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
            if (place == codes.length) {
                codes = Arrays.copyOf(codes, 2 * place);
                items = Arrays.copyOf(items, 2 * place);
            }
            codes[place] = code;
            items[place] = item;
            size++;
            return place;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Removes what is at a place that {@link #add} gave, once. Whether that was the last, so that it is retired now. */
    public boolean remove(int place) {
        lock.writeLock().lock();
        try {
            if (items[place] != null) {
                items[place] = null;
                codes[place] = null;
                free.push(place);
                size--;
            }
            retired = size == 0;
            return retired;
        } finally {
            lock.writeLock().unlock();
        }
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
            for (int place = 0; place < end; place++) {
                Code code = codes[place];
                if (code != null
                        && code.steps().length == vector.length
                        && query.times(code) >= floor - 0.01
                        && wanted.test(item(place))) {
                    double similarity = code.times(vector);
                    if (similarity >= floor) {
                        hits.add(new Hit<>(item(place), similarity));
                    }
                }
            }
        } finally {
            lock.readLock().unlock();
        }
        hits.sort(Comparator.comparingDouble((Hit<T> hit) -> hit.similarity()).reversed());
        return hits.size() <= most ? hits : List.copyOf(hits.subList(0, most));
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // asked for places that are taken only
    private T item(int place) {
        return (T) items[place];
    }
}
