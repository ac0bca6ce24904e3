package dev.sluice.cache.manage;

import dev.sluice.kit.problem.Refusal;

/** Reads a number from a query. */
final class Limits {

    private Limits() {}

    static int of(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("invalid_limit", "limit must be a whole number, such as limit=100.");
        }
    }
}
