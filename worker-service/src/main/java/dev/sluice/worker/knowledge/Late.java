package dev.sluice.worker.knowledge;

import dev.sluice.worker.kafka.PlaceReader;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Documents that could not be told to the index when their records came. They are read from the topic again and told once
 * it is back; until then they are found no more, in no revision.
 */
final class Late implements AutoCloseable {

    /** Where a record lies. */
    record Spot(int partition, long offset) {}

    /** Tells the index of a record. */
    interface Telling {
        /**
         * Tells it.
         *
         * @param value the record's; empty for a removal, or when a later record has replaced it
         */
        void tell(Catalogue.Key key, long revision, Optional<byte[]> value);
    }

    private final PlaceReader places;
    private final Telling telling;
    private final Duration pause;
    private final Waiting<Spot> waiting = new Waiting<>();
    private volatile @Nullable Thread thread;

    /**
     * Not started yet.
     *
     * @param pause how long it rests while the index is away
     */
    Late(PlaceReader places, Telling telling, Duration pause) {
        this.places = places;
        this.telling = telling;
        this.pause = pause;
    }

    void start() {
        thread = Thread.ofVirtual().name("knowledge-late").start(this::work);
    }

    void add(Catalogue.Key key, Spot spot) {
        waiting.add(key, spot);
    }

    boolean has(Catalogue.Key key) {
        return waiting.has(key);
    }

    /** How many documents the index has not been told of. */
    int size() {
        return waiting.size();
    }

    private void work() {
        try {
            while (true) {
                Map.Entry<Catalogue.Key, Spot> next = waiting.first();
                Spot spot = next.getValue();
                try {
                    telling.tell(next.getKey(), spot.offset(), places.read(spot.partition(), spot.offset()));
                    waiting.done(next.getKey(), spot);
                } catch (PlaceReader.Away | KnowledgeAway e) {
                    Log.debugf("%d documents wait for the index: %s", size(), e.getMessage());
                    Thread.sleep(pause);
                } catch (RuntimeException e) {
                    Log.warnf(
                            "a document at %d/%d cannot be indexed (%s); left out", spot.partition(), spot.offset(), e);
                    waiting.done(next.getKey(), spot);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        Thread working = thread;
        if (working != null) {
            working.interrupt();
            if (!working.join(Duration.ofSeconds(5))) {
                Log.debug("the thread that catches up goes on past the end");
            }
        }
        places.close();
    }
}
