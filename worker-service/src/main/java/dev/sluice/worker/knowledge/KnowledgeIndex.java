package dev.sluice.worker.knowledge;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where passages are found: by their words and by their vectors, always within one tenant. How two lists become one is not
 * its business ({@link Fusion}). An index beyond this process throws {@link KnowledgeAway} while it cannot be reached.
 */
interface KnowledgeIndex extends AutoCloseable {

    /** The vectors that are known of passages, by {@link Chunks.Chunk#embedded what is embedded}. */
    interface Known {

        /** The model they are of; vectors of different models are never compared. */
        String model();

        /** The vector of a text; null while there is none. */
        @Nullable
        Vector of(String text);
    }

    /**
     * Puts a document in place of the one with its id.
     *
     * @param revision the place of its record on the topic: of two records of a document, the later one has the greater
     * @param known looked up for each passage; those without a vector are found by their words
     */
    void put(Document document, long revision, List<Chunks.Chunk> chunks, Known known);

    /** Removes a document, if it is there; the revision is the removal's own. */
    void remove(String tenant, String id, long revision);

    /** Makes what was put and removed visible to searches. */
    void refresh();

    /** The passages that fit best by their words; none when no word of the question occurs. */
    List<Hit> byWords(String tenant, String question, Scope scope, int atMost);

    /** The passages nearest to a vector of a model. */
    List<Hit> byMeaning(String tenant, String model, Vector vector, Scope scope, int atMost);

    /** The whole text of a document. */
    Optional<String> text(String tenant, String id);

    @Override
    void close();
}
