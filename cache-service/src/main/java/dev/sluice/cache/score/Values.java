package dev.sluice.cache.score;

/** The values of the features of one pair, while they are filled in. */
final class Values {

    private final float[] values = new float[Feature.all().size()];

    void put(Feature feature, float value) {
        values[feature.place()] = value;
    }

    void put(Feature feature, boolean is) {
        put(feature, is ? 1 : 0);
    }

    void ordered(Feature less, Feature more, float one, float other) {
        put(less, Math.min(one, other));
        put(more, Math.max(one, other));
    }

    float get(Feature feature) {
        return values[feature.place()];
    }

    float[] all() {
        return values;
    }
}
