package dev.sluice.worker.batches;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.worker.batches.Batch.Status;
import dev.sluice.worker.batches.Batch.Work;
import dev.sluice.worker.batches.Tenures.Tenure;
import dev.sluice.worker.files.FileStore;
import dev.sluice.worker.identity.WorkerIdentity;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The slices this worker works on: always from the tenant of which it has the fewest, and there from the oldest batch. Each
 * worker begins at another place of a batch, so that they seldom want the same slice.
 */
@ApplicationScoped
class Slices {

    private static final Duration TAKEN = Duration.ofSeconds(1);

    private record Place(Batch batch, int slice) {
        String key() {
            return batch.order().key() + ":" + slice;
        }
    }

    private final ConcurrentHashMap<String, Thread> running = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, String> tenants = new ConcurrentHashMap<>();
    private final Map<String, Instant> taken = new HashMap<>();
    private final BatchLedger ledger;
    private final Tenures tenures;
    private final Rests rests;
    private final SliceRun.Tools tools;
    private final Clock clock;
    private final int most;
    private final int origin;
    private volatile boolean stopping;

    Slices(
            BatchLedger ledger,
            FileStore files,
            Requests requests,
            Rests rests,
            Tenures tenures,
            ObjectMapper json,
            Clock clock,
            WorkerIdentity identity,
            BatchesConfig config) {
        this.ledger = ledger;
        this.tenures = tenures;
        this.rests = rests;
        this.clock = clock;
        this.most = config.slices();
        this.origin = identity.id().hashCode() & 0x7FFF_FFFF;
        this.tools = new SliceRun.Tools(
                ledger,
                files,
                requests,
                rests,
                Ask.reader(json),
                clock,
                new Semaphore(config.atOnce(), true),
                Math.toIntExact(config.longestLine().asLongValue()),
                config.grace(),
                () -> stopping);
    }

    /** Takes on as much as there is room for; to be called by one thread. */
    void fill(List<Batch> open, Runnable ended) {
        Instant now = clock.instant();
        taken.values().removeIf(until -> !now.isBefore(until));
        List<Batch> ready = open.stream()
                .filter(batch -> batch.status() == Status.IN_PROGRESS && !batch.isLate(now) && !rests.isResting(batch))
                .toList();
        while (!stopping && running.size() < most && takeOne(ready, now, ended)) {
            // One more.
        }
    }

    private boolean takeOne(List<Batch> ready, Instant now, Runnable ended) {
        List<Batch> order = ready.stream()
                .sorted(Comparator.comparingLong(batch -> running(batch.order().tenant())))
                .toList();
        for (Batch batch : order) {
            Work work = batch.work();
            if (work != null && take(batch, work, now, ended)) {
                return true;
            }
        }
        return false;
    }

    private long running(String tenant) {
        return tenants.values().stream().filter(tenant::equals).count();
    }

    private boolean take(Batch batch, Work work, Instant now, Runnable ended) {
        Tally tally = ledger.tally(batch);
        int count = work.starts().size();
        for (int i = 0; i < count; i++) {
            int slice = (origin + i) % count;
            var place = new Place(batch, slice);
            if (tally.isDone(work.first(slice), work.end(slice))
                    || running.containsKey(place.key())
                    || taken.containsKey(place.key())) {
                continue;
            }
            var tenure = tenures.claim(batch, slice);
            if (tenure.isPresent()) {
                start(place, work, tenure.get(), ended);
                return true;
            }
            taken.put(place.key(), now.plus(TAKEN));
        }
        return false;
    }

    private void start(Place place, Work work, Tenure tenure, Runnable ended) {
        tenants.put(place.key(), place.batch().order().tenant());
        Thread thread = Thread.ofVirtual().name("batch-slice").unstarted(() -> {
            try {
                new SliceRun(place.batch(), work, place.slice(), tenure, tools).run();
            } catch (IOException e) {
                Log.warnf(
                        "a slice of batch %s was broken off (%s)", place.batch().id(), e.getMessage());
                rests.begin(place.batch(), Duration.ZERO);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                Log.errorf(
                        e,
                        "a slice of batch %s failed unexpectedly",
                        place.batch().id());
                rests.begin(place.batch(), Duration.ZERO);
            } finally {
                tenure.close();
                running.remove(place.key());
                tenants.remove(place.key());
                ended.run();
            }
        });
        running.put(place.key(), thread);
        thread.start();
    }

    /** How many slices this worker works on. */
    int running() {
        return running.size();
    }

    /** Begins no more requests; waits for those under way, then breaks them off. */
    void stop(Duration drain) throws InterruptedException {
        stopping = true;
        long end = System.nanoTime() + drain.toNanos();
        for (Thread thread : running.values()) {
            thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        }
        running.values().forEach(Thread::interrupt);
        for (Thread thread : running.values()) {
            thread.join(Duration.ofSeconds(2));
        }
    }
}
