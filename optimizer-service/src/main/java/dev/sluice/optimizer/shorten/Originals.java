package dev.sluice.optimizer.shorten;

import org.jspecify.annotations.Nullable;

/** Keeps texts that are left out of a conversation, so that they can be had back. */
@FunctionalInterface
public interface Originals {

    /** Keeps nothing, so nothing may be left out. */
    Originals NONE = (text, tokens) -> null;

    /**
     * Keeps a text and gives the line that stands in its place; the same text gives the same line.
     *
     * @param tokens what the text has
     * @return absent when the text is not kept, and so has to stay
     */
    @Nullable
    String instead(String text, int tokens);
}
