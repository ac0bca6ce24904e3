package dev.sluice.cache.predict;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.sluice.cache.store.Stores;
import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.contracts.identity.Caller;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Learns which question follows which, and has the answer fetched when the first one is asked. */
@ApplicationScoped
public class Predictor {

    private static final int MOST_SESSIONS = 100_000;
    private static final int MOST_AT_ONCE = 2;

    private record Visitor(String tenant, String session) {}

    private final PredictionConfig config;
    private final Stores stores;
    private final WorkerTasks worker;
    private final ExecutorService threads;
    private final Clock clock = Clock.systemUTC();
    private final FollowUps followUps;
    private final Requests requests;
    private final Prefetches prefetches;
    private final Cache<Visitor, String> last;

    Predictor(PredictionConfig config, Stores stores, WorkerTasks worker, @VirtualThreads ExecutorService threads) {
        this.config = config;
        this.stores = stores;
        this.worker = worker;
        this.threads = threads;
        this.followUps = new FollowUps(this.config.answers(), this.config.least(), this.config.share());
        this.requests = new Requests(
                this.config.memory().asLongValue(), this.config.largestRequest().asLongValue());
        this.prefetches = new Prefetches(this.config.perHour(), this.config.patience(), Ticker.systemTicker());
        this.last = Caffeine.newBuilder()
                .maximumSize(MOST_SESSIONS)
                .expireAfterWrite(this.config.window())
                .executor(Runnable::run)
                .build();
        stores.listen(gone -> forget(gone.tenant(), gone.entryId()));
    }

    /** Whether follow-ups of this tenant are predicted, so that its requests are wanted with their answers. */
    public boolean isOn(String tenant) {
        return config.enabled()
                && config.tenants().map(all -> all.contains(tenant)).orElse(true);
    }

    /**
     * A question was asked.
     *
     * @param id the answer that was served, or the one the question would have
     * @param served whether an answer was served
     */
    public void asked(Caller who, CacheQuestion question, String id, boolean served) {
        if (!isOn(who.tenant()) || CacheQuestion.AHEAD.equals(question.session())) {
            return;
        }
        String tenant = who.tenant();
        if (served) {
            prefetches.served(tenant, id);
        }
        String session = session(who, question);
        if (session == null) {
            return;
        }
        String before = last.asMap().put(new Visitor(tenant, session), id);
        if (before != null && !before.equals(id)) {
            followUps.saw(tenant, before, id);
        }
        followUps.after(tenant, id).stream().limit(MOST_AT_ONCE).forEach(next -> {
            prefetches.predicted(tenant);
            threads.execute(() -> fetch(tenant, next));
        });
    }

    /** Who names no session is told apart by the key. */
    private static @Nullable String session(Caller who, CacheQuestion question) {
        if (question.session() != null) {
            return "s" + question.session();
        }
        return who.keyId() == null ? null : "k" + who.keyId();
    }

    private void fetch(String tenant, String id) {
        if (stores.lookUp(store -> store.find(tenant, id)).isPresent()) {
            prefetches.present(tenant);
            return;
        }
        Optional<Requests.Kept> request = requests.of(tenant, id);
        if (request.isEmpty() || !prefetches.begin(tenant, id, clock.instant())) {
            return;
        }
        boolean taken = false;
        try {
            taken = worker.prefetch(request.get().caller(), request.get().json());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!taken) {
                prefetches.failed(tenant, id);
            }
        }
    }

    /**
     * An answer was remembered.
     *
     * @param request the request it answers, if it came along
     */
    public void remembered(Caller who, CacheQuestion question, String id, @Nullable String request) {
        if (!isOn(who.tenant())) {
            return;
        }
        if (CacheQuestion.AHEAD.equals(question.session())) {
            prefetches.arrived(who.tenant(), id);
        }
        if (request != null && who.keyId() != null) {
            requests.keep(id, who, request);
        }
    }

    /** What prediction did for a tenant on this replica. */
    public Prediction report(String tenant) {
        return prefetches.report(tenant, isOn(tenant), clock.instant());
    }

    private void forget(String tenant, @Nullable String id) {
        requests.forget(tenant, id);
        followUps.forget(tenant, id);
    }
}
