package dev.sluice.cache.freshness;

import dev.sluice.cache.CacheConfig;
import dev.sluice.cache.store.Answer;
import dev.sluice.cache.store.Answer.Past;
import dev.sluice.kit.freshness.Cues;
import dev.sluice.kit.freshness.Volatility;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides how long an answer is served and when it is asked for again. Asking again happens on the occasion of somebody
 * asking anyway, since then the whole request is at hand and nothing of it needs to be kept: an answer past its fresh life
 * is served once more while a new one is asked for (RFC 5861, stale-while-revalidate), and one that is asked for often is
 * asked for again at random shortly before (Vattani, Chierichetti, Lowenstein, "Optimal probabilistic cache stampede
 * prevention", VLDB 2015).
 */
@ApplicationScoped
public class Freshness {

    private final Cues cues;
    private final Lives lives;
    private final Changes changes = new Changes();
    private final Uses uses = new Uses();
    private final SameAnswer same = new SameAnswer();
    private final Budget budget;
    private final CacheConfig.RefreshAhead ahead;
    private final Duration lease;
    private final DoubleSupplier chance;
    private final Counter stale;
    private final Counter early;
    private final Counter changed;
    private final Counter unchanged;

    @Inject
    Freshness(CacheConfig config, MeterRegistry meters) {
        this(
                config.ttl(),
                config.refreshAhead(),
                meters,
                Cues.standard(),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * Freshness by other terms than the configured ones.
     *
     * @param chance random numbers from 0 to 1, 1 itself never
     */
    public Freshness(
            CacheConfig.Ttl ttl,
            CacheConfig.RefreshAhead ahead,
            MeterRegistry meters,
            Cues cues,
            DoubleSupplier chance) {
        if (!(ttl.staleWindow() >= 0 && ttl.staleWindow() <= 24)) {
            throw new IllegalStateException("sluice.cache.ttl.stale-window is " + ttl.staleWindow()
                    + "; it must be between 0 (never serve an old answer) and 24");
        }
        this.cues = cues;
        this.lives = new Lives(ttl.policy().risk(), ttl.standard(), ttl.longest(), ttl.staleWindow());
        this.ahead = ahead;
        this.budget = new Budget(ahead.perMinute(), ahead.share());
        this.lease = ttl.refreshLease();
        this.chance = chance;
        this.stale = meters.counter("sluice.cache.refreshes", "cause", "stale");
        this.early = meters.counter("sluice.cache.refreshes", "cause", "ahead");
        this.changed = meters.counter("sluice.cache.refreshed", "answer", "changed");
        this.unchanged = meters.counter("sluice.cache.refreshed", "answer", "unchanged");
    }

    /** How long one asker alone is to ask for an answer again. */
    public Duration lease() {
        return lease;
    }

    /** Counts a question, whatever comes of it. */
    public void asked(String tenant, Instant now) {
        budget.asked(tenant, now);
    }

    /**
     * Whether an answer may be served.
     *
     * @param question the question that is asked now, which may be more volatile than the answered one
     * @param semantic whether the answered question was another one
     * @param demands what the asker demands of its age
     */
    public boolean fits(Answer answer, String question, boolean semantic, Demands demands, Instant now) {
        Duration age = age(answer, now);
        return answer.isAlive(now)
                && demands.areMet(age.toSeconds(), left(answer, now))
                && (!semantic || age.compareTo(cues.of(question).longest()) < 0);
    }

    /**
     * Whether an answer that is being served should be asked for again. Counts the use.
     *
     * @param first whether this asker is the first, of all replicas, to ask for it again; asked only when that matters
     */
    public boolean wantsNew(String tenant, Answer answer, Instant now, BooleanSupplier first) {
        uses.used(tenant, answer.id(), now);
        boolean fresh = answer.isFresh(now);
        boolean again = fresh ? isDue(tenant, answer, now) && isFirst(tenant, first, now) : first.getAsBoolean();
        if (again) {
            (fresh ? early : stale).increment();
        }
        return again;
    }

    private boolean isFirst(String tenant, BooleanSupplier first, Instant now) {
        boolean mine = first.getAsBoolean();
        if (!mine) {
            budget.giveBack(tenant, now);
        }
        return mine;
    }

    /** Enough uses to be expected to pay for a call, luck by how near the end is, and budget. */
    private boolean isDue(String tenant, Answer answer, Instant now) {
        Duration fresh = Duration.between(answer.storedAt(), answer.freshUntil());
        double left = Duration.between(now, answer.freshUntil()).toMillis();
        double head = fresh.toMillis() * ahead.head();
        return ahead.enabled()
                && left <= 8 * head // beyond, chance has one case in three thousand
                && uses.expected(tenant, answer.id(), fresh, now) >= ahead.worthwhile()
                && -head * Math.log(1 - chance.getAsDouble()) >= left
                && budget.take(tenant, now);
    }

    /** For how many seconds an answer can still be given to this question without asking here; 0 when not at all. */
    public long secondsFresh(Answer answer, String question, boolean semantic, Instant now) {
        Duration fresh = Duration.between(now, answer.freshUntil());
        Duration meant = semantic ? cues.of(question).longest().minus(age(answer, now)) : fresh;
        return Math.max(0, Math.min(fresh.toSeconds(), meant.toSeconds()));
    }

    /**
     * What was learned of an answer, now that there is a new one.
     *
     * @param before the answer that is replaced; absent when there is none
     * @param text what the new one says
     * @param textBefore what the one before said
     * @param bound what its sender wants
     */
    public Past learn(
            String tenant,
            String question,
            Answer before,
            String textBefore,
            String text,
            @Nullable Duration bound,
            Instant now) {
        Duration stood = age(before, now);
        Past past = before.past();
        if (stood.toSeconds() < 1) {
            return past;
        }
        boolean isChanged = !same.isSame(textBefore, text);
        long seconds = isChanged ? stood.toSeconds() / 2 : stood.toSeconds();
        Volatility volatility = cues.of(question);
        changes.saw(
                tenant,
                volatility,
                isChanged,
                (double) seconds / Math.max(1, lives.first(volatility, bound).toSeconds()));
        (isChanged ? changed : unchanged).increment();
        return new Past(past.refreshes() + 1, past.changes() + (isChanged ? 1 : 0), past.unchangedSeconds() + seconds);
    }

    /** How long a new answer is served. */
    public Life life(String tenant, String id, String question, @Nullable Duration bound, Past past, Instant now) {
        Volatility volatility = cues.of(question);
        double expected = uses.expected(tenant, id, lives.first(volatility, bound), now);
        return lives.of(volatility, bound, changes.usual(tenant, volatility), past, expected);
    }

    /** Whole seconds of fresh life; what is left of the last one counts as 1, what is past of the first one as 0. */
    private static long left(Answer answer, Instant now) {
        return Math.ceilDiv(Duration.between(now, answer.freshUntil()).toMillis(), 1_000L);
    }

    private static Duration age(Answer answer, Instant now) {
        Duration age = Duration.between(answer.storedAt(), now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
