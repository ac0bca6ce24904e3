package dev.sluice.local.demo;

import dev.sluice.local.text.Json;
import dev.sluice.local.text.Table;
import java.time.Duration;
import java.util.Locale;

/** The end of the tour: what analytics counted of it. */
final class Bill {

    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final double NANO = 1e9;

    private final Paper paper;

    Bill(Paper paper) {
        this.paper = paper;
    }

    /** Shows what was counted, once that is as much as was asked or the wait is over. */
    void show(Caller caller, int requests, int tasks) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        Json counted = overview(caller);
        while (System.nanoTime() < deadline
                && (counted.at("requests").number(0) < requests
                        || counted.at("tasks").number(0) < tasks)) {
            pause();
            counted = overview(caller);
        }
        long hits =
                counted.at("cacheHits").number(0) + counted.at("semanticHits").number(0);
        Table table = new Table("what", "counted", "saved")
                .row("requests", counted.at("requests").number(0), hits + " answered from the cache")
                .row("of them by meaning", counted.at("semanticHits").number(0), "")
                .row(
                        "tokens",
                        counted.at("inputTokens").number(0)
                                + counted.at("outputTokens").number(0),
                        counted.at("savedTokens").number(0))
                .row("money", dollars(counted.at("costNano")), dollars(counted.at("savedNano")))
                .row(
                        "tasks",
                        counted.at("tasks").number(0),
                        counted.at("tasksFailed").number(0) + " failed");
        paper.line(table.render().indent(3).stripTrailing());
        if (counted.at("savedNano").number(0) == 0) {
            paper.outcome(
                    "The built-in model costs nothing, so no money was saved; with a paid model the same hits are money.");
        }
    }

    private static Json overview(Caller caller) {
        return caller.get("/analytics/overview").wanting(200).json();
    }

    private static String dollars(Json nano) {
        return String.format(Locale.ROOT, "$%.6f", nano.decimal(0) / NANO);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted on the tour", e);
        }
    }
}
