package dev.sluice.local;

/**
 * A running suite and the keys to it.
 *
 * @param baseUrl where the gateway answers, without a path
 * @param apiKey opens the public API
 * @param adminUrl where the admin API answers, without a path
 * @param adminKey opens the admin API
 */
public record Endpoint(String baseUrl, String apiKey, String adminUrl, String adminKey) {

    /** Where, but never with which keys. */
    @Override
    public String toString() {
        return "Endpoint[" + baseUrl + ", " + adminUrl + "]";
    }
}
