package dev.sluice.worker.web;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.kit.egress.EgressClient;
import dev.sluice.kit.egress.EgressException;
import dev.sluice.kit.egress.EgressReply;
import dev.sluice.kit.egress.EgressRequest;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pages of the web for a question. The question leaves the house: only the operator switches this on, and only a request
 * that asks for the web uses it. Pages are not fetched; what the provider quotes of them is the passage.
 */
@ApplicationScoped
public class WebSearch {

    private static final int LONGEST_QUESTION = 400;

    private final EgressClient egress;
    private final WebConfig config;
    private final ObjectMapper json;

    WebSearch(EgressClient egress, WebConfig config, ObjectMapper json) {
        this.egress = egress;
        this.config = config;
        this.json = json;
        if (this.config.provider() != WebConfig.Provider.OFF
                && this.config.url().isEmpty()) {
            throw new IllegalStateException(
                    "sluice.worker.web.provider is set and sluice.worker.web.url is not: name the provider's URL, or"
                            + " leave both out.");
        }
    }

    /** Throws a 400 {@link Refusal} when no provider is configured. */
    public void demand() {
        if (config.provider() == WebConfig.Provider.OFF) {
            throw Refusal.badRequest(
                    "web_search_off",
                    "No web search is configured here. Leave 'web' out, or have sluice.worker.web.provider and url"
                            + " set.");
        }
    }

    /**
     * Searches.
     *
     * @param first the number of the first passage
     * @return empty when the provider did not answer in time or not usefully
     */
    public Optional<List<Passage>> search(String question, int first) throws InterruptedException {
        String asked = question.length() > LONGEST_QUESTION ? question.substring(0, LONGEST_QUESTION) : question;
        try {
            EgressReply reply = egress.send(request(asked));
            if (reply.status() != 200 || !reply.complete()) {
                Log.warnf("the web search answered %d", reply.status());
                return Optional.empty();
            }
            return Optional.of(WebResults.read(json.readTree(reply.body()), first, config.results()));
        } catch (EgressException | JacksonException e) {
            Log.warnf("the web search failed: %s", e instanceof EgressException ? e.getMessage() : "not JSON");
            return Optional.empty();
        }
    }

    private EgressRequest request(String question) throws JacksonException {
        URI url = config.url().orElseThrow();
        Map<String, String> headers = new HashMap<>(Map.of("accept", "application/json"));
        config.apiKey().ifPresent(key -> headers.put("authorization", "Bearer " + key));
        EgressRequest request = switch (config.provider()) {
            case TAVILY -> {
                headers.put("content-type", "application/json");
                yield EgressRequest.post(
                        url,
                        headers,
                        json.writeValueAsString(Map.of("query", question, "max_results", config.results())));
            }
            case SEARXNG, OFF ->
                EgressRequest.get(
                        URI.create(url + (url.getRawQuery() == null ? "?" : "&") + "format=json&q="
                                + URLEncoder.encode(question, StandardCharsets.UTF_8)),
                        headers);
        };
        return request.within(config.within()).largest(1024 * 1024);
    }

    /** What both shapes have alike. */
    static final class WebResults {

        private static final int LONGEST_TEXT = 2_000;
        private static final int LONGEST_TITLE = 300;
        private static final int LONGEST_URL = 2_000;

        private WebResults() {}

        /** The results that have an address and a text, numbered. */
        static List<Passage> read(JsonNode reply, int first, int atMost) {
            List<Passage> passages = new java.util.ArrayList<>();
            for (JsonNode result : reply.path("results")) {
                String url = result.path("url").asText("");
                String text = result.path("content").asText("").strip();
                boolean linked = url.startsWith("https://") || url.startsWith("http://");
                if (linked && url.length() <= LONGEST_URL && !text.isEmpty() && passages.size() < atMost) {
                    String title = result.path("title").asText("").strip();
                    passages.add(new Passage(
                            first + passages.size(),
                            url,
                            cut(title.isEmpty() ? url : title, LONGEST_TITLE),
                            url,
                            cut(text, LONGEST_TEXT),
                            result.path("score").asDouble(0),
                            Passage.WEB));
                }
            }
            return passages;
        }

        private static String cut(String text, int longest) {
            return text.length() > longest ? text.substring(0, longest) : text;
        }
    }
}
