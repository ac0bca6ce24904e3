package dev.sluice.kit.freshness;

import java.time.Duration;

/** How soon the answer to a question will be another one; the later, the more volatile. */
public enum Volatility {

    /** Nothing in the question says that its answer changes: what a word means, how something works, what happened when. */
    STATIC(Duration.ofDays(365), 24, 1),

    /** Changes within weeks or months: who holds an office, what a version is, what a year brings. */
    SLOW(Duration.ofHours(6), 4, 0.5),

    /** Changes within a day: news, results, what is on this week. */
    DAILY(Duration.ofMinutes(10), 3, 0.25),

    /** Changes while one watches: prices, weather, scores, whether something is open. */
    LIVE(Duration.ofSeconds(10), 1, 0);

    private final Duration longest;
    private final int growth;
    private final double patience;

    Volatility(Duration longest, int growth, double patience) {
        this.longest = longest;
        this.growth = growth;
        this.patience = patience;
    }

    /** How long an answer is fresh at most while nothing is known of how it changes. */
    public Duration longest() {
        return longest;
    }

    /** How many times longer than at first an answer may be fresh once it proved to last. */
    public int growth() {
        return growth;
    }

    /** The part, 0 to 1, of the time an old answer may be served while a new one is asked for; none when live. */
    public double patience() {
        return patience;
    }
}
