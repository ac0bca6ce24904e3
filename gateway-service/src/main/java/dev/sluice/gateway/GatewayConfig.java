package dev.sluice.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that can be set for the gateway. Unknown keys below {@code sluice.gateway} refuse the start. */
@ConfigMapping(prefix = "sluice.gateway")
public interface GatewayConfig {

    /** The secret that API keys are hashed with, at least 16 characters; all replicas need the same one. */
    Optional<String> keyPepper();

    /** The bearer token of the admin API on the management port; without one the admin API refuses everything. */
    Optional<String> adminKey();

    /** A YAML or JSON file with keys, tenants, projects, models and routes; followed while running. See docs/keys.md. */
    Optional<Path> controlFile();

    /** Keys that exist without the admin API, by id. */
    Map<String, StaticKey> staticKeys();

    /** Hosts of models, by the name used in {@code provider/model}. */
    Map<String, Provider> providers();

    /** Further names for models: {@code alias = provider/model}. */
    Map<String, String> aliases();

    /** Providers known by their usual environment variables. */
    WellKnown wellKnown();

    /** What a request may be. */
    Limits limits();

    /** How long an upstream may take. */
    Timeouts timeouts();

    /** When answers are reused. */
    Cache cache();

    /** When prompts are shortened. */
    Optimize optimize();

    /** How requests for the other services are passed on. */
    Front front();

    /** A key from configuration. */
    interface StaticKey {

        /** Hex HMAC-SHA-256 of the whole key with the pepper: {@code printf %s "$KEY" | openssl dgst -sha256 -hmac "$PEPPER"}. */
        String hash();

        /** Whose key it is. */
        String tenant();

        /** A part of the tenant's work. */
        Optional<String> project();

        /** What the key may do; empty means everything. */
        Optional<List<String>> scopes();
    }

    /** A host of models. */
    interface Provider {

        /** Up to and without {@code /chat/completions}, such as {@code https://api.groq.com/openai/v1}. */
        URI baseUrl();

        /** Sent upstream in the dialect's own header; absent for hosts that want none. */
        Optional<String> apiKey();

        /** What the host speaks. */
        @WithDefault("openai")
        Dialect dialect();

        /** Models it serves, {@code *} at the end matches any rest; absent means any model nobody else claims. */
        Optional<List<String>> models();

        /** More headers sent upstream, such as {@code OpenAI-Organization}. */
        Map<String, String> headers();

        /** Whether the host takes {@code stream_options.include_usage}; then each stream is asked for its exact usage. */
        @WithDefault("true")
        boolean streamUsage();

        /** Whether the host serves {@code /responses} itself; else such requests are translated to chat completions. */
        @WithDefault("false")
        boolean responses();
    }

    /** What a host of models speaks. */
    enum Dialect {
        OPENAI,
        ANTHROPIC
    }

    /** Providers known by their usual environment variables; empty means absent. */
    interface WellKnown {

        /** OPENAI_API_KEY. */
        Optional<String> openaiApiKey();

        /** OPENAI_BASE_URL. */
        Optional<URI> openaiBaseUrl();

        /** ANTHROPIC_API_KEY. */
        Optional<String> anthropicApiKey();

        /** ANTHROPIC_BASE_URL. */
        Optional<URI> anthropicBaseUrl();

        /** OLLAMA_BASE_URL. */
        Optional<URI> ollamaBaseUrl();
    }

    /** What a request may be. */
    interface Limits {

        /** The largest body of a model call; one byte more is refused with 413. */
        @WithDefault("10M")
        MemorySize body();

        /** What bodies of requests under way may take together; absent means half of the heap. */
        Optional<MemorySize> bodies();

        /** How long a body waits for such room before it is refused with 503. */
        @WithDefault("5s")
        Duration bodiesPatience();

        /** The largest answer held back until it is complete; a larger one is passed on as it comes. */
        @WithDefault("8M")
        MemorySize wholeAnswer();

        /** Connections to one upstream host from this replica. */
        @WithDefault("1024")
        int upstreamConnections();

        /** Requests that may wait for such a connection; beyond it they are refused with 503. */
        @WithDefault("4096")
        int upstreamWaiting();
    }

    /** How long an upstream may take. */
    interface Timeouts {

        /** To connect. */
        @WithDefault("2s")
        Duration connect();

        /** From the request to the first word of a stream. */
        @WithDefault("30s")
        Duration firstToken();

        /** From one chunk to the next. */
        @WithDefault("20s")
        Duration stall();

        /** For the whole call. */
        @WithDefault("600s")
        Duration total();
    }

    /** How answers are reused. */
    enum CacheMode {
        OFF,
        EXACT,
        SEMANTIC,
        FAQ
    }

    /** When answers are reused. */
    interface Cache {

        /**
         * What happens without an {@code x-sluice-cache} header. With {@code faq} the tenant's own FAQ answers questions by
         * meaning too.
         */
        @WithDefault("semantic")
        CacheMode mode();

        /** How long the cache-service may think; later means a miss. */
        @WithDefault("50ms")
        Duration deadline();

        /** Memory of the near cache in this process. */
        @WithDefault("100M")
        MemorySize nearSize();

        /**
         * The Redis of the cache-service, where deletions are told to all replicas, {@code redis://host:port}. Absent means
         * {@code sluice.redis.url}; without either, other replicas forget within {@code near-ttl}.
         */
        Optional<String> redisUrl();

        /** How long the near cache serves an answer before it asks the cache-service again. */
        @WithDefault("60s")
        Duration nearTtl();

        /** How long an answer of the built-in model is served: it reads the tenant's documents, which change. */
        @WithDefault("60s")
        Duration localTtl();

        /** Requests with a higher temperature want variety and are not cached unless {@code x-sluice-cache} asks. */
        @WithDefault("0.5")
        double maxTemperature();

        /** The longest last user turn that is looked up. */
        @WithDefault("256K")
        MemorySize maxText();

        /** The largest answer that is kept. */
        @WithDefault("1M")
        MemorySize maxAnswer();
    }

    /** How far prompts are shortened. */
    enum OptimizeLevel {
        OFF,
        LIGHT,
        MEDIUM,
        AGGRESSIVE,
        AUTO
    }

    /** When prompts are shortened. */
    interface Optimize {

        /** What happens without an {@code x-sluice-optimize} header. */
        @WithDefault("off")
        OptimizeLevel level();

        /** How long the optimizer-service may think; later means unchanged. */
        @WithDefault("100ms")
        Duration deadline();

        /** Whether instructions are put in an order that the providers' prompt caches like. */
        @WithDefault("false")
        boolean promptCache();

        /** Whether a share of prompts is left as it is, to see that shortened ones are answered as well. */
        @WithDefault("true")
        boolean guard();

        /** The largest request worth asking about. */
        @WithDefault("1M")
        MemorySize maxBody();
    }

    /** How requests for the other services are passed on. */
    interface Front {

        /** From the request to the headers of the answer. */
        @WithDefault("60s")
        Duration headers();

        /** The same for the upload of a file, which takes as long as its sender's line does. */
        @WithDefault("15m")
        Duration upload();

        /** The longest silence within an answer; streams of events are silent between events. */
        @WithDefault("10m")
        Duration idle();
    }
}
