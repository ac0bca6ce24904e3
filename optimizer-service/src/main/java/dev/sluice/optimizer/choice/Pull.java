package dev.sluice.optimizer.choice;

/**
 * How much a known question pulls at a place: the polynomial kernel of degree three (1 + 3 xy)^3 / 64 of the product of the
 * two places, so that what is learnt is a surface of the third degree over places.
 */
public final class Pull {

    private static final float STRETCH = 0.75f;
    private static final float LEVEL = 0.25f;

    private Pull() {}

    /** The pull between two places with this product. */
    public static float of(float product) {
        float stretched = LEVEL + STRETCH * product;
        return stretched * stretched * stretched;
    }
}
