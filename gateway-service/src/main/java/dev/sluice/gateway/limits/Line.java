package dev.sluice.gateway.limits;

import java.time.Instant;

/**
 * What a call takes from one counter.
 *
 * @param rule whose counter
 * @param key the counter's name
 * @param slots slots that count beside the current one
 * @param slotMillis how long a slot is; 0 where the calendar, or nothing, decides
 * @param slot the calendar's current slot; for rolling windows the store's clock decides
 * @param resetMillis how long the calendar's current slot still lasts
 * @param limit the rule's limit, or what is left of it at the moment
 * @param amount how much
 */
record Line(Rule rule, String key, int slots, long slotMillis, long slot, long resetMillis, long limit, long amount) {

    private static final long FORGIVING = 3_600_000;

    static Line of(Rule rule, String tenant, long amount, Instant now) {
        String key = rule.key(tenant);
        return switch (rule.window()) {
            case Window.Rolling rolling ->
                new Line(rule, key, rolling.slots(), rolling.slotMillis(), 0, 0, rule.limit(), amount);
            case Window.Calendar calendar ->
                new Line(
                        rule,
                        key,
                        0,
                        0,
                        calendar.slot(now),
                        calendar.end(now).toEpochMilli() - now.toEpochMilli(),
                        rule.limit(),
                        amount);
            case Window.InFlight inFlight -> new Line(rule, key, 0, 0, 0, 0, rule.limit(), amount);
        };
    }

    /** The same with another limit. */
    Line withLimit(long other) {
        return other == limit ? this : new Line(rule, key, slots, slotMillis, slot, resetMillis, other, amount);
    }

    /** The same with another amount. */
    Line withAmount(long other) {
        return new Line(rule, key, slots, slotMillis, slot, resetMillis, limit, other);
    }

    /** The same at another counter. */
    Line withKey(String other) {
        return new Line(rule, other, slots, slotMillis, slot, resetMillis, limit, amount);
    }

    /** How long a counter that nobody touches is kept: well past its window and past the longest call. */
    long keepMillis() {
        return (slots + 2) * slotMillis + resetMillis + FORGIVING;
    }

    /** What this line holds once a call has ended. */
    long actual(Actual actual) {
        return switch (rule.what()) {
            case REQUESTS -> actual.requests();
            case TOKENS -> actual.tokens();
            case MONEY -> actual.nano();
            case CONCURRENT -> 0;
        };
    }
}
