package dev.sluice.gateway.provider;

/**
 * A model at a provider.
 *
 * @param provider who serves it
 * @param model its name there
 */
public record Deployment(Provider provider, String model) {

    /** {@code provider/model}. */
    public String qualified() {
        return provider.name() + "/" + model;
    }
}
