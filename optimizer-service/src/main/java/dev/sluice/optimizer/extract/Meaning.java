package dev.sluice.optimizer.extract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whoever has vectors of texts: texts that mean alike have vectors that point alike. */
@FunctionalInterface
public interface Meaning {

    /** Nobody to ask: words alone decide. */
    Meaning NONE = texts -> null;

    /** A vector of length 1 for each text, in order; absent when they are not to be had in time. */
    @Nullable
    List<float[]> of(List<String> texts);
}
