package dev.sluice.gateway.provider;

import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.GatewayConfig.Dialect;
import dev.sluice.kit.config.PeersConfig;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * The providers of this gateway: configured ones, those from well-known environment variables, those of the control file,
 * and {@code local}. An immutable list behind one reference.
 */
@Singleton
public class Providers {

    private static final URI OPENAI = URI.create("https://api.openai.com/v1");
    private static final URI ANTHROPIC = URI.create("https://api.anthropic.com/v1");
    private static final String OUR_KEYS = "sk-sl-";

    private static final List<String> OPENAI_MODELS = List.of(
            "gpt-*",
            "chatgpt-*",
            "o1*",
            "o3*",
            "o4*",
            "ft:*",
            "text-embedding-*",
            "text-moderation-*",
            "omni-moderation-*",
            "codex-*",
            "davinci-*",
            "babbage-*");

    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final List<Provider> configured;
    private volatile List<Provider> all;

    Providers(GatewayConfig config, PeersConfig peers) {
        List<Provider> found = new ArrayList<>();
        config.providers().forEach((name, provider) -> found.add(configured(name, provider)));
        wellKnown(config.wellKnown(), found);
        found.add(new Provider(
                Provider.LOCAL,
                peers.worker().resolve("/v1"),
                Dialect.OPENAI,
                null,
                List.of(Provider.LOCAL, "local-*"),
                Map.of(),
                false,
                peers.cache().resolve("/v1"),
                true));
        this.configured = List.copyOf(found);
        this.all = configured;
    }

    void tell(@Observes StartupEvent start) {
        tell();
    }

    private void tell() {
        Log.infof("providers: %s", all.stream().map(Provider::toString).collect(Collectors.joining(", ")));
    }

    /** All of them as they are now; {@code local} is the last. */
    public List<Provider> all() {
        return all;
    }

    /** Takes over the providers of the control file; one of the same name hides a configured one. */
    void replace(Collection<Provider> told) {
        List<Provider> found = new ArrayList<>(told);
        configured.stream().filter(provider -> absent(provider.name(), found)).forEach(found::add);
        if (!found.equals(all)) {
            all = List.copyOf(found);
            tell();
            watchers.forEach(Runnable::run);
        }
    }

    /** Runs after each change. */
    public void onChange(Runnable watcher) {
        watchers.add(watcher);
    }

    private static Provider configured(String name, GatewayConfig.Provider provider) {
        if (name.equals(Provider.LOCAL) || name.contains("/")) {
            throw new IllegalStateException(
                    "sluice.gateway.providers.%s: a provider cannot be called that, since %s. Choose another name."
                            .formatted(
                                    name,
                                    name.contains("/") ? "a slash divides provider and model" : "it is built in"));
        }
        return new Provider(
                name,
                web(name, provider.baseUrl()),
                provider.dialect(),
                provider.apiKey().orElse(null),
                provider.models().orElse(List.of()),
                provider.headers(),
                provider.models().isEmpty(),
                null,
                false,
                new Provider.Abilities(provider.streamUsage(), provider.responses()));
    }

    private static void wellKnown(GatewayConfig.WellKnown env, List<Provider> found) {
        env.openaiApiKey()
                .filter(key -> !isOurs(key))
                .filter(key -> absent("openai", found))
                .ifPresent(key -> {
                    URI base = env.openaiBaseUrl().orElse(OPENAI);
                    found.add(new Provider(
                            "openai",
                            web("openai", base),
                            Dialect.OPENAI,
                            key,
                            OPENAI_MODELS,
                            Map.of(),
                            false,
                            null,
                            false,
                            Provider.Abilities.OPENAI));
                });
        env.anthropicApiKey().filter(key -> absent("anthropic", found)).ifPresent(key -> {
            URI base = env.anthropicBaseUrl().map(Providers::withVersion).orElse(ANTHROPIC);
            found.add(new Provider(
                    "anthropic",
                    web("anthropic", base),
                    Dialect.ANTHROPIC,
                    key,
                    List.of("claude-*"),
                    Map.of(),
                    false,
                    null,
                    false));
        });
        env.ollamaBaseUrl()
                .filter(base -> absent("ollama", found))
                .ifPresent(base -> found.add(new Provider(
                        "ollama",
                        web("ollama", withVersion(base)),
                        Dialect.OPENAI,
                        null,
                        List.of(),
                        Map.of(),
                        true,
                        null,
                        false,
                        new Provider.Abilities(true, false))));
    }

    /** {@code ./sluice env} exports OPENAI_API_KEY for clients of this gateway; it must not call itself with it. */
    private static boolean isOurs(String key) {
        if (key.startsWith(OUR_KEYS)) {
            Log.warn("OPENAI_API_KEY holds a key of this gateway, so there is no provider 'openai'."
                    + " Start the gateway from a shell in which ./sluice env was not evaluated.");
            return true;
        }
        return false;
    }

    private static boolean absent(String name, List<Provider> found) {
        return found.stream().noneMatch(provider -> provider.name().equals(name));
    }

    /** These two name the host alone in their variables. */
    private static URI withVersion(URI base) {
        String text = base.toString().replaceAll("/+$", "");
        return URI.create(text.endsWith("/v1") ? text : text + "/v1");
    }

    static URI web(String name, URI base) {
        boolean web = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
        if (!web || base.getHost() == null) {
            throw new IllegalStateException(
                    "The base URL of provider %s is not an http or https address: %s. It looks like https://host/v1."
                            .formatted(name, base));
        }
        return URI.create(base.toString().replaceAll("/+$", ""));
    }
}
