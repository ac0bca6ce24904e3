package dev.sluice.gateway.limits;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counters of this process alone: exact in it, unknown to others, forgotten with it. */
final class LocalStore implements Store {

    private final Clock clock;
    private final Map<String, Book> books = new ConcurrentHashMap<>();

    LocalStore(Clock clock) {
        this.clock = clock;
    }

    /** What one tenant's calls use. Guarded by itself; nobody waits for anything inside. */
    private static final class Book {
        final Map<String, Counter> counters = new HashMap<>();
        final Map<String, List<Held>> open = new HashMap<>();

        Counter counter(Line line) {
            return counters.computeIfAbsent(line.key(), key -> new Counter(line));
        }
    }

    /**
     * What a reservation holds of one counter.
     *
     * @param amount in all
     * @param slot where it is counted
     * @param counted the part that is counted there
     */
    private record Held(Line line, long amount, long slot, long counted) {}

    @Override
    public Future<Verdict> admit(Claim claim) {
        long now = clock.millis();
        Book book = books.computeIfAbsent(claim.tenant(), tenant -> new Book());
        synchronized (book) {
            return Future.succeededFuture(admit(book, claim, now));
        }
    }

    private static Verdict admit(Book book, Claim claim, long now) {
        int worst = -1;
        long longest = -1;
        List<Line> lines = claim.lines();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            Counter counter = book.counter(line);
            counter.advance(line, now);
            if (counter.used() + line.amount() > line.limit()) {
                long wait = counter.waitFor(line, now);
                if (wait > longest) {
                    longest = wait;
                    worst = i;
                }
            }
        }
        if (worst >= 0) {
            return new Verdict.Denied(standings(book, lines, now), worst, longest);
        }
        List<Held> held = new ArrayList<>(lines.size());
        for (Line line : lines) {
            Counter counter = book.counter(line);
            long slot = counter.advance(line, now);
            counter.reserve(slot, line.amount());
            held.add(new Held(line, line.amount(), slot, line.amount()));
        }
        book.open.put(claim.id(), held);
        return new Verdict.Granted(standings(book, lines, now));
    }

    @Override
    public Future<Boolean> topUp(String tenant, String id, long tokens, long nano) {
        long now = clock.millis();
        Book book = books.computeIfAbsent(tenant, name -> new Book());
        synchronized (book) {
            List<Held> held = book.open.get(id);
            if (held == null) {
                return Future.succeededFuture(true);
            }
            Actual target = new Actual(1, tokens, nano);
            for (Held one : held) {
                Counter counter = book.counter(one.line);
                counter.advance(one.line, now);
                if (more(one, target) > 0 && counter.used() + more(one, target) > one.line.limit()) {
                    return Future.succeededFuture(false);
                }
            }
            held.replaceAll(one -> raised(book, one, more(one, target)));
            return Future.succeededFuture(true);
        }
    }

    private static long more(Held held, Actual target) {
        What what = held.line.rule().what();
        return what == What.TOKENS || what == What.MONEY ? Math.max(0, held.line.actual(target) - held.amount) : 0;
    }

    private static Held raised(Book book, Held held, long more) {
        if (more == 0) {
            return held;
        }
        Counter counter = book.counter(held.line);
        boolean alive = counter.counts(held.slot);
        long slot = alive ? held.slot : counter.head();
        counter.reserve(slot, more);
        return new Held(held.line, held.amount + more, slot, alive ? held.counted + more : more);
    }

    @Override
    public Future<Void> settle(String tenant, String id, Actual actual) {
        long now = clock.millis();
        Book book = books.computeIfAbsent(tenant, name -> new Book());
        synchronized (book) {
            List<Held> held = book.open.remove(id);
            if (held != null) {
                held.forEach(one -> settle(book.counter(one.line), one, actual, now));
            }
        }
        return Future.succeededFuture();
    }

    private static void settle(Counter counter, Held held, Actual actual, long now) {
        counter.advance(held.line, now);
        counter.release(held.amount);
        long more = held.line.actual(actual) - held.amount;
        if (counter.counts(held.slot)) {
            counter.add(held.slot, Math.max(more, -held.counted));
        } else if (more > 0) {
            counter.add(counter.head(), more);
        }
    }

    @Override
    public Future<Void> charge(String tenant, List<Line> lines) {
        long now = clock.millis();
        Book book = books.computeIfAbsent(tenant, name -> new Book());
        synchronized (book) {
            for (Line line : lines) {
                Counter counter = book.counter(line);
                counter.add(counter.advance(line, now), line.amount());
            }
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<List<Standing>> look(String tenant, List<Line> lines) {
        Book book = books.get(tenant);
        if (book == null) {
            return Future.succeededFuture(
                    lines.stream().map(line -> new Standing(0, 0, 0)).toList());
        }
        synchronized (book) {
            return Future.succeededFuture(standings(book, lines, clock.millis()));
        }
    }

    private static List<Standing> standings(Book book, List<Line> lines, long now) {
        List<Standing> all = new ArrayList<>(lines.size());
        for (Line line : lines) {
            Counter counter = book.counter(line);
            counter.advance(line, now);
            all.add(counter.standing(line, now));
        }
        return all;
    }

    /** Drops counters nobody has touched for longer than their windows. */
    void tidy() {
        long now = clock.millis();
        books.forEach((tenant, book) -> {
            synchronized (book) {
                book.counters.values().removeIf(counter -> counter.isForgotten(now));
            }
        });
    }
}
