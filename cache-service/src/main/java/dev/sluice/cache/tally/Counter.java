package dev.sluice.cache.tally;

import java.util.Locale;

/** What is counted by tenant and route. */
public enum Counter {
    /** Hits of the exact layer. */
    EXACT,
    /** Hits by meaning. */
    SEMANTIC,
    /** Hits of wordings that are proven to ask the same. */
    ALIAS,
    /** Answers of the tenant's own FAQ. */
    FAQ,
    /** Look-ups that got nothing. */
    MISS,
    /** Those of them that would have got something, were hits by meaning served. */
    SHADOWED,
    /** Answers kept. */
    STORED,
    /** Texts of embedding calls. */
    EMBEDDED,
    /** Those of them whose vector was known. */
    EMBEDDED_KNOWN,
    /** What the hits would have cost, in nano-USD. */
    SAVED_NANO,
    /** Tokens the hits would have used. */
    SAVED_TOKENS;

    /** The name of this count of a route. */
    String in(String route) {
        return name().toLowerCase(Locale.ROOT) + " " + route;
    }
}
