package dev.sluice.cache.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Codes by place. */
final class Codes {

    private @Nullable Code[] all = new Code[8];

    /** The code at a place that is taken. */
    @SuppressWarnings("NullAway") // asked for places that are taken only
    Code at(int place) {
        return all[place];
    }

    void set(int place, @Nullable Code code) {
        if (place == all.length) {
            all = Arrays.copyOf(all, 2 * place);
        }
        all[place] = code;
    }
}
