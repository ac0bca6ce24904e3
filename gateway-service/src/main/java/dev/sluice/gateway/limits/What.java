package dev.sluice.gateway.limits;

import java.util.Locale;

/** What is counted. */
public enum What {
    /** Calls. */
    REQUESTS,
    /** Tokens of prompt and answer. */
    TOKENS,
    /** Calls at a time. */
    CONCURRENT,
    /** Nano-USD. */
    MONEY;

    /** As it is written in keys and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As scripts know it. */
    String letter() {
        return name().substring(0, 1);
    }
}
