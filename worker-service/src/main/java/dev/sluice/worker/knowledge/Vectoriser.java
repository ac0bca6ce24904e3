package dev.sluice.worker.knowledge;

import dev.sluice.worker.embeddings.Embeddings;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives documents their vectors, in the background and one batch after the other: nobody waits for it, and while the
 * cache-service is away documents are found by their words. Holds ids only, so what waits is bounded by the documents there
 * are.
 */
final class Vectoriser implements AutoCloseable {

    private static final Duration BATCH_WITHIN = Duration.ofSeconds(60);

    /** What it works on. */
    interface Shelves {

        /** The document with its passages as it is now; empty when it is gone. */
        Optional<Cut> find(Catalogue.Key key);

        /** Puts the document into the index again, now with its vectors, unless it has changed meanwhile. */
        void revise(Document document);

        /** Makes revised documents visible. */
        void refresh();

        /** Everything there is, for when a new model makes all vectors anew. */
        List<Catalogue.Key> all();
    }

    /** A document and its passages. */
    record Cut(Document document, List<Chunks.Chunk> chunks) {
        Cut {
            chunks = List.copyOf(chunks);
        }
    }

    private final Shelves shelves;
    private final Embeddings embeddings;
    private final VectorStore store;
    private final int batch;
    private final Duration pause;
    private final Waiting<Boolean> waiting = new Waiting<>();
    private volatile @Nullable Thread thread;

    /**
     * Not started yet.
     *
     * @param batch passages embedded in one call
     * @param pause how long it rests when the cache-service is away
     */
    Vectoriser(Shelves shelves, Embeddings embeddings, VectorStore store, int batch, Duration pause) {
        this.shelves = shelves;
        this.embeddings = embeddings;
        this.store = store;
        this.batch = batch;
        this.pause = pause;
    }

    void start() {
        thread = Thread.ofVirtual().name("knowledge-vectors").start(this::work);
    }

    /** Documents without all their vectors. */
    int waiting() {
        return waiting.size();
    }

    /** A document that lacks vectors. */
    void add(Catalogue.Key key) {
        waiting.add(key, true);
    }

    private void work() {
        try {
            while (true) {
                Catalogue.Key key = next();
                try {
                    embed(key);
                } catch (Embeddings.Away | KnowledgeAway e) {
                    Log.debugf("no vectors for now (%s); documents are found by their words", e.getMessage());
                    add(key);
                    shelves.refresh();
                    Thread.sleep(pause);
                } catch (RuntimeException e) {
                    Log.warnf("a document gets no vectors (%s); it is found by its words", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void embed(Catalogue.Key key) throws Embeddings.Away, InterruptedException {
        Optional<Cut> found = shelves.find(key);
        if (found.isEmpty()) {
            return;
        }
        Cut cut = found.get();
        String title = cut.document().title();
        List<String> missing = cut.chunks().stream()
                .map(chunk -> chunk.embedded(title))
                .filter(text -> store.of(text) == null)
                .distinct()
                .toList();
        for (int from = 0; from < missing.size(); from += batch) {
            List<String> texts = missing.subList(from, Math.min(missing.size(), from + batch));
            Embeddings.Made made = embeddings.made(key.tenant(), texts, BATCH_WITHIN);
            boolean other =
                    !made.model().equals(store.model()) && !store.model().isEmpty();
            for (int i = 0; i < texts.size(); i++) {
                store.put(made.model(), texts.get(i), new Vector(made.vectors().get(i)));
            }
            if (other) {
                Log.infof("the embedding model is now %s; all documents get new vectors", made.model());
                shelves.all().forEach(this::add);
                return;
            }
        }
        shelves.revise(cut.document());
    }

    private Catalogue.Key next() throws InterruptedException {
        if (waiting() == 0) {
            shelves.refresh();
        }
        return waiting.take();
    }

    @Override
    public void close() throws InterruptedException {
        Thread working = thread;
        if (working != null) {
            working.interrupt();
            if (!working.join(Duration.ofSeconds(5))) {
                Log.debug("the thread that makes vectors goes on past the end");
            }
        }
    }
}
