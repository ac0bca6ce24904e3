package dev.sluice.gateway.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.GatewayConfig.Dialect;
import dev.sluice.gateway.control.Fields;
import dev.sluice.kit.problem.Refusal;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads a provider of the control file, in which the environment has been filled in already. */
final class ProviderReader {

    private static final Set<String> FIELDS =
            Set.of("baseUrl", "apiKey", "dialect", "models", "headers", "streamUsage", "responses");
    private static final int MOST_MODELS = 1_000;
    private static final int MOST_HEADERS = 32;

    private final ObjectMapper json;

    ProviderReader(ObjectMapper json) {
        this.json = json;
    }

    /** @throws Refusal that says what is wrong with which field, without its value: that may be a secret */
    Provider read(String name, byte[] record) throws IOException {
        Fields fields = Fields.read(json, record).only(FIELDS);
        if (name.equals(Provider.LOCAL) || name.contains("/")) {
            throw Refusal.badRequest(
                    "invalid_provider",
                    "The provider '%s' cannot be called that: %s."
                            .formatted(
                                    name,
                                    name.contains("/") ? "a slash divides provider and model" : "it is built in"));
        }
        String base = fields.text("baseUrl");
        if (base == null) {
            throw fields.bad("baseUrl", "is missing. It looks like https://host/v1.");
        }
        List<String> models = fields.texts("models", MOST_MODELS);
        Dialect dialect = fields.parsed("dialect", ProviderReader::dialect, "openai or anthropic");
        String key = fields.text("apiKey");
        return new Provider(
                name,
                base(name, base, fields),
                dialect == null ? Dialect.OPENAI : dialect,
                key,
                models,
                headers(fields),
                models.isEmpty(),
                null,
                false,
                new Provider.Abilities(fields.flag("streamUsage", true), fields.flag("responses", false)));
    }

    private Map<String, String> headers(Fields fields) {
        Fields wanted = fields.object("headers");
        Map<String, String> headers = new HashMap<>();
        if (wanted != null) {
            List<String> names = wanted.names();
            if (names.size() > MOST_HEADERS) {
                throw fields.bad("headers", "holds more than %d".formatted(MOST_HEADERS));
            }
            for (String name : names) {
                String value = wanted.text(name);
                headers.put(name, value == null ? "" : value);
            }
        }
        return headers;
    }

    private static Dialect dialect(String word) {
        return Dialect.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static URI base(String name, String text, Fields fields) {
        try {
            return Providers.web(name, URI.create(text));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw fields.bad("baseUrl", "is not an http or https address. It looks like https://host/v1.");
        }
    }
}
