package dev.sluice.testkit;

import java.util.List;

/**
 * What a check found.
 *
 * @param subject what was checked, with counts
 * @param violations one sentence each, empty when all is well
 */
public record LedgerReport(String subject, List<String> violations) {

    private static final int MOST_SHOWN = 50;

    public LedgerReport {
        violations = List.copyOf(violations);
    }

    /** Whether nothing was found. */
    public boolean clean() {
        return violations.isEmpty();
    }

    /**
     * Fails when something was found.
     *
     * @throws AssertionError with the whole report
     */
    public void assertClean() {
        if (!clean()) {
            throw new AssertionError(toString());
        }
    }

    @Override
    public String toString() {
        if (clean()) {
            return subject + ": clean";
        }
        var text = new StringBuilder(subject)
                .append(": ")
                .append(violations.size())
                .append(" violations");
        violations.stream()
                .limit(MOST_SHOWN)
                .forEach(one -> text.append("\n  - ").append(one));
        if (violations.size() > MOST_SHOWN) {
            text.append("\n  ... and ").append(violations.size() - MOST_SHOWN).append(" more");
        }
        return text.toString();
    }
}
