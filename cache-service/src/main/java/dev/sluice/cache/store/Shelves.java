package dev.sluice.cache.store;

import dev.sluice.kit.config.DataConfig;
import dev.sluice.kit.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The shelf that serves: in Redis when there is one, else in memory and in files under {@code sluice.data.dir}. */
@ApplicationScoped
public class Shelves {

    private final Shelf shelf;

    Shelves(Stores stores, DataConfig data) {
        RedisLink link = stores.link();
        this.shelf = link == null ? new FileShelf(data.dir().resolve("kept")) : new RedisShelf(link);
    }

    /** Reads; null when Redis does not answer in time. */
    public <T> @Nullable T tryToRead(Function<Shelf, T> reading) {
        try {
            return reading.apply(shelf);
        } catch (StoreAway away) {
            return null;
        }
    }

    /** Reads. A 503 {@link Refusal} while Redis is away. */
    public <T> T read(Function<Shelf, T> reading) {
        try {
            return reading.apply(shelf);
        } catch (StoreAway away) {
            throw refused();
        }
    }

    /** Changes something. A 503 {@link Refusal} while Redis is away: half a change may have been made, so it is to be repeated. */
    public void change(Consumer<Shelf> change) {
        try {
            change.accept(shelf);
        } catch (StoreAway away) {
            throw refused();
        }
    }

    private static Refusal refused() {
        return new Refusal(
                503,
                "store_away",
                "Store away",
                "The shared store of the cache does not answer, so nothing can be imported or deleted now. Try again"
                        + " shortly; GET /system/status tells when it is back.",
                Map.of("Retry-After", "2"));
    }
}
