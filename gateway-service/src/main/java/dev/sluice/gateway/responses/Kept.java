package dev.sluice.gateway.responses;

import dev.sluice.gateway.ingress.Body;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is kept.
 *
 * @param provider the host that keeps it; null when we do
 * @param response the response object; empty when the host keeps it
 * @param messages the conversation up to and with it, as chat messages without the instructions; empty when the host keeps
 *     it
 */
public record Kept(@Nullable String provider, Body response, Body messages) {

    private static final int OVERHEAD = 256;

    /** Bytes it takes. */
    int weight() {
        return OVERHEAD + response.bytes().length + messages.bytes().length;
    }

    /** One that its host keeps: we only know whose it is. */
    public static Kept at(String provider) {
        return new Kept(provider, new Body(new byte[0]), new Body(new byte[0]));
    }
}
