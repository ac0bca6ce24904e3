package dev.sluice.worker.knowledge;

/** The index cannot be asked, or told, just now. */
final class KnowledgeAway extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KnowledgeAway(String why) {
        super(why, null, false, false);
    }
}
