package dev.sluice.gateway.provider;

import dev.sluice.gateway.GatewayConfig.Dialect;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A host of models.
 *
 * @param name as in {@code provider/model}
 * @param base what comes before {@code /chat/completions}
 * @param dialect what it speaks
 * @param apiKey its key; a secret
 * @param models names and patterns ({@code *} at the end) of the models it serves
 * @param headers more headers it wants
 * @param open whether it takes models that nobody claims
 * @param embeddings what comes before {@code /embeddings} where that is another host; absent means {@code base}
 * @param sibling whether it is one of our own services, which wants the caller introduced
 */
public record Provider(
        String name,
        URI base,
        Dialect dialect,
        @Nullable String apiKey,
        List<String> models,
        Map<String, String> headers,
        boolean open,
        @Nullable URI embeddings,
        boolean sibling) {

    /** The provider built into the suite: extractive chat and embeddings, no key, no network. */
    public static final String LOCAL = "local";

    public Provider {
        models = List.copyOf(models);
        headers = Map.copyOf(headers);
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "%s at %s".formatted(name, base);
    }
}
