package dev.sluice.cache.guard;

import java.util.List;

/**
 * What the guards say about two questions.
 *
 * @param refusals why they must not share an answer, in words; empty when nothing speaks against it
 * @param onlyFirst content words of the first question that the second does not have
 * @param onlySecond content words of the second that the first does not have
 */
public record Verdict(List<String> refusals, int onlyFirst, int onlySecond) {

    public Verdict {
        refusals = List.copyOf(refusals);
    }

    /** Whether they may share an answer, given enough similarity. */
    public boolean allows() {
        return refusals.isEmpty();
    }

    /** Whether each question has the content words of the other. */
    public boolean sameContent() {
        return onlyFirst == 0 && onlySecond == 0;
    }
}
