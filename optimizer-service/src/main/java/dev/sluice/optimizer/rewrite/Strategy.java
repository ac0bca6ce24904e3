package dev.sluice.optimizer.rewrite;

import dev.sluice.optimizer.protect.Guarded;
import java.util.List;

/** One way to shorten a text on its own; the same text always gives the same edits. */
public interface Strategy {

    /** The technique's name as replies, events and metrics tell it. */
    String name();

    /** Whether the meaning is kept by construction. */
    boolean lossless();

    /** What to change, in order and without overlap. */
    List<Edit> edits(Guarded guarded);
}
