package dev.sluice.cache.freshness;

import dev.sluice.cache.store.Answer.Past;
import dev.sluice.kit.freshness.Volatility;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Works out lives. Pure.
 *
 * <p>Answers are taken to change at random moments at a rate of their own (Cho and Garcia-Molina, "Estimating frequency of
 * change", ACM TOIT 2003). With {@code p} the probability that one changes within the first life of its class, it is still
 * the same after {@code n} such lives with probability {@code (1-p)^n}; the fresh life is the one after which a part
 * {@code risk} of the answers has changed. What is known of {@code p} is a Beta distribution: the mean of the class is the
 * prior, worth {@link #PRIOR} observations, and each time an answer stood for a first life, or changed, is one more.
 */
final class Lives {

    /** Observations of its own that weigh as much as all that is known of the class. */
    static final double PRIOR = 4;

    /** The part of answers that changes within the first life of a class, before anything is observed. */
    static final double USUAL = 0.1;

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int SHRINKS = 16;
    /** Uses within a life from which on an answer is as much in use as can be. */
    private static final double BUSY = 20;

    private final double risk;
    private final Duration standard;
    private final Duration longest;
    private final double staleWindow;

    /**
     * The lives of a policy.
     *
     * @param risk the part of answers, above 0 and below 1, that may have changed at the end of their fresh life
     * @param standard the first life of a static answer when its sender names none
     * @param longest no answer is fresh for longer
     * @param staleWindow by which part of its fresh life an old static answer may outlive it; 0 for not at all
     */
    Lives(double risk, Duration standard, Duration longest, double staleWindow) {
        this.risk = risk;
        this.standard = standard;
        this.longest = longest;
        this.staleWindow = staleWindow;
    }

    /** The first life of a class: what observations are counted in. */
    Duration first(Volatility volatility, @Nullable Duration bound) {
        return shorter(bound == null ? standard : bound, volatility.longest());
    }

    /**
     * The life of an answer.
     *
     * @param bound what its sender wants; it is never served for longer
     * @param usual the part of answers of this class that changes within its first life
     * @param past what happened when it was asked for again
     * @param uses how often it is asked for in a first life
     */
    Life of(Volatility volatility, @Nullable Duration bound, double usual, Past past, double uses) {
        Duration first = first(volatility, bound);
        double stood = (double) past.unchangedSeconds() / Math.max(1, first.toSeconds());
        double changes = (PRIOR * usual + past.changes()) / (PRIOR + past.changes() + stood);
        double lives = Math.log1p(-risk) / Math.log1p(-Math.clamp(changes, 1e-6, 0.999));
        double use = past.changes() > 0 || volatility == Volatility.LIVE ? 1 : 1 + Math.min(1, uses / BUSY);
        double most = volatility.growth() * Math.max(1, Math.log1p(-risk) / Math.log1p(-USUAL));
        Duration fresh = times(first, Math.clamp(lives * use, 1.0 / SHRINKS, most));
        fresh = shorter(fresh.compareTo(SHORTEST) < 0 ? SHORTEST : fresh, longest);
        if (bound != null) {
            fresh = shorter(fresh, bound);
        }
        Duration whole = fresh.plus(times(fresh, staleWindow * volatility.patience()));
        return new Life(fresh, bound == null ? whole : shorter(whole, bound));
    }

    private static Duration times(Duration time, double factor) {
        return Duration.ofMillis(Math.round(time.toMillis() * factor));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
