package dev.sluice.gateway.resume;

import dev.sluice.gateway.errors.ApiError;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One stream as its client was sent it: numbered events, the last ones up to a bound. Written on one event loop, read on
 * any.
 */
public final class StreamLog {

    /** What a reader gets. */
    public sealed interface Page {

        /**
         * Events.
         *
         * @param parts one each; empty when there are no more for now
         * @param last the number of the last of them
         * @param ended whether nothing follows
         */
        record Events(List<Buffer> parts, long last, boolean ended) implements Page {

            public Events {
                parts = List.copyOf(parts);
            }

            /** All of them in one. */
            Buffer events() {
                Buffer all = Buffer.buffer();
                parts.forEach(all::appendBuffer);
                return all;
            }
        }

        /** The events that are wanted are not kept any more. */
        record TooLate() implements Page {}

        /**
         * Nothing more will come, and it is not the end.
         *
         * @param why what to tell the client
         */
        record Lost(ApiError why) implements Page {}
    }

    private record Entry(long number, Buffer bytes) {}

    private final String id;
    private final String tenant;
    private final long bound;
    private final long boundOfAll;
    private final AtomicLong all;
    private final EventCutter cutter = new EventCutter();

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final List<Runnable> readers = new ArrayList<>(1);
    private long bytes;
    private long next;
    private boolean ended;
    private boolean followed;
    private @Nullable ApiError lost;
    private @Nullable Outlet outlet;

    /** A log whose first event has the number {@code next}, and whose events go to the outlet too. */
    StreamLog(
            String id, String tenant, long bound, long boundOfAll, AtomicLong all, @Nullable Outlet outlet, long next) {
        this.id = id;
        this.tenant = tenant;
        this.bound = bound;
        this.boundOfAll = boundOfAll;
        this.all = all;
        this.outlet = outlet;
        this.next = next;
    }

    /** The stream's name. */
    public String id() {
        return id;
    }

    /** Whose it is. */
    public String tenant() {
        return tenant;
    }

    /** Keeps events; what is returned is what the client is sent: the same with their ids. */
    public Buffer append(Buffer data) {
        Buffer out = Buffer.buffer(data.length() + 64);
        List<Runnable> wake;
        synchronized (this) {
            cutter.accept(data, event -> keep(event, out));
            if (cutter.held() > bound) {
                // Larger than all that may be kept: it passes, and who misses it comes too late.
                next++;
                forget(Long.MAX_VALUE);
                out.appendBuffer(cutter.rest());
            }
            wake = List.copyOf(readers);
        }
        wake.forEach(Runnable::run);
        return out;
    }

    /** Keeps a piece as it is: for an answer that several clients get, rather than one that comes back. */
    public void add(Buffer piece) {
        tell(() -> {
            long number = next++;
            store(number, piece);
            if (outlet != null) {
                outlet.add(number, piece, firstKept());
            }
        });
    }

    /** From now on other replicas can read it too, from its beginning; false when that is not kept any more. */
    synchronized boolean share(Outlet with) {
        if (firstKept() != 1) {
            with.discard();
            return false;
        }
        outlet = with;
        entries.forEach(entry -> with.add(entry.number(), entry.bytes(), 1));
        if (ended) {
            with.end(next);
        }
        return true;
    }

    private long firstKept() {
        return entries.isEmpty() ? next : entries.getFirst().number();
    }

    /** The number of the last piece; 0 before the first. */
    public synchronized long last() {
        return next - 1;
    }

    /** Whether other replicas read it. */
    public synchronized boolean isShared() {
        return outlet != null;
    }

    /** When all of it is where other replicas read it, or when it will never be; at once if they do not. */
    public synchronized Future<Void> shared() {
        return outlet == null ? Future.succeededFuture() : outlet.over();
    }

    /** Keeps the last events; nothing follows. */
    public Buffer end(Buffer data) {
        Buffer out = append(data);
        List<Runnable> wake;
        synchronized (this) {
            ended = true;
            if (outlet != null) {
                outlet.end(next);
            }
            out.appendBuffer(cutter.rest());
            wake = List.copyOf(readers);
        }
        wake.forEach(Runnable::run);
        return out;
    }

    private void keep(Buffer event, Buffer out) {
        long number = next++;
        Buffer named = Buffer.buffer(event.length() + id.length() + 16)
                .appendString("id: ")
                .appendString(id)
                .appendString(":")
                .appendString(Long.toString(number))
                .appendString("\n")
                .appendBuffer(event);
        store(number, named);
        if (outlet != null) {
            outlet.add(number, named, firstKept());
        }
        out.appendBuffer(named);
    }

    private void store(long number, Buffer named) {
        entries.addLast(new Entry(number, named));
        bytes += named.length();
        long together = all.addAndGet(named.length());
        forget(Math.max(bytes - bound, together - boundOfAll));
    }

    /** Forgets the oldest events, this many bytes or more. */
    private void forget(long most) {
        long left = most;
        while (!entries.isEmpty() && left > 0) {
            int freed = entries.removeFirst().bytes().length();
            bytes -= freed;
            all.addAndGet(-freed);
            left -= freed;
        }
    }

    /** The next event, with its id already. */
    void restore(Buffer named) {
        tell(() -> store(next++, named));
    }

    /** Nothing follows. */
    public void finish() {
        tell(() -> {
            ended = true;
            if (outlet != null) {
                outlet.end(next);
            }
        });
    }

    /** What follows will never be known. */
    public void fail(ApiError why) {
        tell(() -> {
            lost = why;
            if (outlet != null) {
                outlet.discard();
            }
        });
    }

    private void tell(Runnable news) {
        List<Runnable> wake;
        synchronized (this) {
            news.run();
            wake = List.copyOf(readers);
        }
        wake.forEach(Runnable::run);
    }

    /** What follows the event of this number. */
    public synchronized Page after(long number, int most) {
        if (number + 1 < firstKept() || number >= next) {
            return new Page.TooLate();
        }
        List<Buffer> page = new ArrayList<>();
        int size = 0;
        long last = number;
        // The numbers have no gaps, and those who follow have seen nearly all: from the end, not from the beginning.
        int fresh = (int) (next - 1 - number);
        Deque<Entry> unseen = new ArrayDeque<>(Math.min(fresh, 64));
        Iterator<Entry> newest = entries.descendingIterator();
        for (int i = 0; i < fresh; i++) {
            unseen.addFirst(newest.next());
        }
        for (Entry entry : unseen) {
            if (!page.isEmpty() && size + entry.bytes().length() > most) {
                return new Page.Events(page, last, false);
            }
            page.add(entry.bytes());
            size += entry.bytes().length();
            last = entry.number();
        }
        return lost != null && page.isEmpty() ? new Page.Lost(lost) : new Page.Events(page, last, ended);
    }

    /** Tells the reader whenever there is more; from any thread. */
    public synchronized void listen(Runnable reader) {
        followed = true;
        readers.add(reader);
    }

    /** Tells it no more. */
    public synchronized void leave(Runnable reader) {
        readers.remove(reader);
    }

    /** Whether somebody came back for it. */
    public synchronized boolean isFollowed() {
        return followed;
    }

    /** Whether somebody reads it now. */
    synchronized boolean isRead() {
        return !readers.isEmpty();
    }

    /** Forgets everything. */
    public synchronized void clear() {
        ended = true;
        forget(Long.MAX_VALUE);
    }

    /** Forgets everything, everywhere. */
    void discard() {
        clear();
        if (outlet != null) {
            outlet.discard();
        }
    }
}
