package dev.sluice.cache.faq;

import java.util.Optional;

/** What an FAQ has to know about questions; the look-up tells it. */
public interface Meaning {

    /** A question's canonical form. */
    String canonical(String text);

    /**
     * The vector of a canonical question; nothing when it cannot be had in time.
     *
     * @param patient whether it may take as long as keeping an answer, not only as long as a look-up
     */
    Optional<float[]> vector(String tenant, String canonical, boolean patient);

    /** Whether two questions of this cosine mean the same. */
    boolean isSame(String one, String other, double cosine);

    /** Whether questions in other words may be looked for at all: prose of a sensible length. */
    boolean isComparable(String text);
}
