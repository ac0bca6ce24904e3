package dev.sluice.worker.streaming;

import dev.sluice.kit.streaming.EventStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The events of one answer as it is made, kept so that a reader who lost its connection can go on where it was. Bounded: an
 * answer that says more ends.
 */
final class Tape {

    private static final int MOST_EVENTS = 20_000;
    private static final int MOST_CHARACTERS = 4_000_000;

    /** What is told of an event. */
    private record Cue(String name, String data) {}

    /** More has been said than is kept. */
    static final class Full extends IOException {
        private static final long serialVersionUID = 1L;

        Full() {
            super("the answer is longer than is kept");
        }
    }

    private final String id;
    private final String tenant;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Cue> cues = new ArrayList<>();
    private int characters;
    private boolean over;
    private int readers;
    private long leftAt = System.nanoTime();

    Tape(String id, String tenant) {
        this.id = id;
        this.tenant = tenant;
    }

    String id() {
        return id;
    }

    boolean isOf(String other) {
        return tenant.equals(other);
    }

    /** Adds an event. */
    void say(String name, String data) throws Full {
        lock.lock();
        try {
            if (cues.size() == MOST_EVENTS || characters + data.length() > MOST_CHARACTERS) {
                throw new Full();
            }
            cues.add(new Cue(name, data));
            characters += data.length();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will be said. */
    void end() {
        lock.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Counts a reader in; it is counted out when {@link #read} ends. */
    void enter() {
        lock.lock();
        try {
            readers++;
        } finally {
            lock.unlock();
        }
    }

    /** How long nobody has read it; zero while somebody does. */
    Duration alone() {
        lock.lock();
        try {
            return readers > 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - leftAt);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends all events from a place on, as they come, to the end.
     *
     * @param from how many events the reader has
     * @param heartbeat after how long a silence a comment is sent
     */
    void read(EventStream stream, int from, Duration heartbeat) throws IOException, InterruptedException {
        try {
            int next = from;
            while (true) {
                Optional<Cue> cue = await(next, heartbeat);
                if (cue.isPresent()) {
                    next++;
                    stream.send(cue.get().name(), id + "." + next, cue.get().data());
                } else if (isOver(next)) {
                    return;
                } else {
                    stream.beat();
                }
            }
        } finally {
            lock.lock();
            try {
                readers--;
                leftAt = System.nanoTime();
            } finally {
                lock.unlock();
            }
        }
    }

    private Optional<Cue> await(int next, Duration heartbeat) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = heartbeat.toNanos();
            while (cues.size() <= next && !over && left > 0) {
                left = changed.awaitNanos(left);
            }
            return cues.size() > next ? Optional.of(cues.get(next)) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private boolean isOver(int next) {
        lock.lock();
        try {
            return over && cues.size() <= next;
        } finally {
            lock.unlock();
        }
    }
}
