package dev.sluice.cache.faq;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.cache.store.Shelf;
import dev.sluice.cache.store.Shelves;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The FAQs that are ready. A look-up never waits for one: what is not in memory yet, or was changed by another replica, is
 * read and learned by a thread of its own, and serves from the next question on.
 */
@ApplicationScoped
class Books {

    static final String KIND = "faq";

    /** A book and when its version was last looked at. */
    private record Kept(Book book, long atNanos) {}

    private final Shelves shelves;
    private final Meaning meaning;
    private final Pages pages;
    private final long refreshNanos;
    private final Cache<String, Kept> books;
    private final Set<String> refreshing = ConcurrentHashMap.newKeySet();
    private final ExecutorService learner = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("faq-learner").daemon().factory());

    Books(Shelves shelves, Meaning meaning, ObjectMapper json, FaqConfig config) {
        this.shelves = shelves;
        this.meaning = meaning;
        this.pages = new Pages(json);
        this.refreshNanos = config.refresh().toNanos();
        this.books = Caffeine.newBuilder()
                .maximumWeight(config.capacity().asLongValue())
                .weigher((String tenant, Kept kept) -> kept.book().bytes())
                .build();
    }

    void stop(@Observes ShutdownEvent stop) {
        learner.shutdownNow();
    }

    /** The tenant's book as far as it is known here; nothing until it was read. */
    Optional<Book> open(String tenant) {
        Kept kept = books.getIfPresent(tenant);
        if (kept == null || System.nanoTime() - kept.atNanos() > refreshNanos) {
            refreshAside(tenant);
        }
        return kept == null ? Optional.empty() : Optional.of(kept.book());
    }

    private void refreshAside(String tenant) {
        if (refreshing.add(tenant)) {
            learner.execute(() -> {
                try {
                    refresh(tenant);
                } catch (RuntimeException e) {
                    Log.errorf(e, "an FAQ could not be read");
                } finally {
                    refreshing.remove(tenant);
                }
            });
        }
    }

    private void refresh(String tenant) {
        Kept kept = books.getIfPresent(tenant);
        String version = shelves.tryToRead(shelf -> shelf.version(tenant, KIND));
        if (version == null) {
            return;
        }
        if (kept != null && kept.book().version().equals(version)) {
            books.put(tenant, new Kept(kept.book(), System.nanoTime()));
            return;
        }
        Shelf.Things things = shelves.tryToRead(shelf -> shelf.all(tenant, KIND));
        if (things != null) {
            books.put(tenant, new Kept(Book.of(things, pages, meaning), System.nanoTime()));
        }
    }

    /**
     * The tenant's book after a change that was made here; whether it was learned in time. If not, nothing is served until
     * it is: what was deleted or replaced is not served again.
     */
    boolean learn(String tenant, java.time.Duration patience) {
        Future<?> learned = learner.submit(() -> refresh(tenant));
        try {
            learned.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            books.invalidate(tenant);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            Log.errorf(e.getCause(), "an FAQ could not be learned");
            return false;
        }
    }

    /** What is on the shelf now, learned or not. A 503 refusal while the store is away. */
    Book present(String tenant) {
        Shelf.Things things = shelves.read(shelf -> shelf.all(tenant, KIND));
        Kept kept = books.getIfPresent(tenant);
        return kept != null && kept.book().version().equals(things.version())
                ? kept.book()
                : Book.unlearned(things, pages);
    }

    Pages pages() {
        return pages;
    }
}
