package dev.sluice.gateway.resume;

import dev.sluice.gateway.errors.ApiError;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One stream as its client was sent it: numbered events, the last ones up to a bound. Written on one event loop, read on
 * any.
 */
public final class StreamLog {

    /** What a reader gets. */
    sealed interface Page {

        /**
         * Events.
         *
         * @param events with their ids; empty when there are no more for now
         * @param last the number of the last of them
         * @param ended whether nothing follows
         */
        record Events(Buffer events, long last, boolean ended) implements Page {}

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
    private final @Nullable Outlet outlet;
    private final EventCutter cutter = new EventCutter();

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final List<Runnable> readers = new ArrayList<>(1);
    private long bytes;
    private long next;
    private boolean ended;
    private boolean followed;
    private @Nullable ApiError lost;

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
            outlet.add(
                    number, named, entries.isEmpty() ? next : entries.getFirst().number());
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
    void finish() {
        tell(() -> ended = true);
    }

    /** What follows will never be known. */
    void fail(ApiError why) {
        tell(() -> lost = why);
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
    synchronized Page after(long number, int most) {
        long first = entries.isEmpty() ? next : entries.getFirst().number();
        if (number + 1 < first || number >= next) {
            return new Page.TooLate();
        }
        Buffer page = Buffer.buffer();
        long last = number;
        for (Entry entry : entries) {
            if (entry.number() > number) {
                if (page.length() > 0 && page.length() + entry.bytes().length() > most) {
                    return new Page.Events(page, last, false);
                }
                page.appendBuffer(entry.bytes());
                last = entry.number();
            }
        }
        return lost != null && page.length() == 0 ? new Page.Lost(lost) : new Page.Events(page, last, ended);
    }

    /** Tells the reader whenever there is more; from any thread. */
    synchronized void listen(Runnable reader) {
        followed = true;
        readers.add(reader);
    }

    synchronized void leave(Runnable reader) {
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
    synchronized void clear() {
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
