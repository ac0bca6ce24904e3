package dev.sluice.cache.store;

import java.util.List;

/** Finds the questions of a scope that are near another one. */
interface Questions {

    /**
     * The nearest questions whose answers live, the nearest first.
     *
     * @param floor the least similarity, -1 to 1
     * @param most how many
     */
    List<Near> nearest(RedisKeys keys, String scope, float[] vector, double floor, int most);
}
