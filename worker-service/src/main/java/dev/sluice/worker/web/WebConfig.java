package dev.sluice.worker.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Search of the web. */
@ConfigMapping(prefix = "sluice.worker.web")
public interface WebConfig {

    /** The provider: {@code off}, {@code searxng} or {@code tavily}. */
    @WithDefault("off")
    Provider provider();

    /** Its URL, such as {@code https://searx.example/search} or {@code https://api.tavily.com/search}. */
    Optional<URI> url();

    /** The key of a provider that wants one. */
    Optional<String> apiKey();

    /** Results that are used of one search. */
    @WithDefault("5")
    int results();

    /** How long a search of the web may take; then the answer goes without. */
    @WithDefault("5s")
    Duration within();

    /** Whose shape requests and answers have. */
    enum Provider {
        /** None: who asks for the web is refused. */
        OFF,
        /** SearXNG with its JSON format on. */
        SEARXNG,
        /** Tavily. */
        TAVILY
    }
}
