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
 * @param abilities what else it can do
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
        boolean sibling,
        Abilities abilities) {

    /**
     * What a host of the OpenAI dialect can do beyond chat completions.
     *
     * @param streamUsage takes {@code stream_options.include_usage}
     * @param responses serves {@code /responses} itself
     */
    public record Abilities(boolean streamUsage, boolean responses) {

        static final Abilities NONE = new Abilities(false, false);
        static final Abilities OPENAI = new Abilities(true, true);
    }

    /** The provider built into the suite: extractive chat and embeddings, no key, no network. */
    public static final String LOCAL = "local";

    public Provider {
        models = List.copyOf(models);
        headers = Map.copyOf(headers);
    }

    /** A host without further abilities. */
    public Provider(
            String name,
            URI base,
            Dialect dialect,
            @Nullable String apiKey,
            List<String> models,
            Map<String, String> headers,
            boolean open,
            @Nullable URI embeddings,
            boolean sibling) {
        this(name, base, dialect, apiKey, models, headers, open, embeddings, sibling, Abilities.NONE);
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "%s at %s".formatted(name, base);
    }
}
