package dev.sluice.worker.work;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.figures.Analytics;
import dev.sluice.worker.figures.Described;
import dev.sluice.worker.llm.Prompts;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A named query of analytics-service as a report: {@code {"query": "costs", "from": "...", "to": "...", "by": "model"}}. All
 * of its numbers come from the answer.
 */
@ApplicationScoped
class AnalyticsType implements TaskType {

    /** The queries and what each takes. */
    private static final Map<String, Set<String>> QUERIES = Map.of(
            "overview", Set.of("from", "to", "bucket"),
            "costs", Set.of("from", "to", "by"),
            "requests", Set.of("from", "to", "limit"),
            "tasks", Set.of("from", "to"));

    private static final int LONGEST = 100;

    private final Ways ways;
    private final Analytics analytics;

    AnalyticsType(Ways ways, Analytics analytics) {
        this.ways = ways;
        this.analytics = analytics;
    }

    /**
     * A report.
     *
     * @param query what was asked
     * @param parameters with what
     * @param text in words; the figures line by line when made here
     * @param figures the answer of analytics-service, untouched
     */
    @RegisterForReflection
    record Report(String query, Map<String, String> parameters, String text, JsonNode figures) {}

    @Override
    public String name() {
        return "analytics";
    }

    @Override
    public Duration timeout() {
        return Duration.ofMinutes(5);
    }

    @Override
    public void check(Map<String, Object> input) {
        parameters(input, query(input));
        Fields.model(input);
    }

    @Override
    public Outcome run(Job job) throws CannotDo, TryLater, InterruptedException {
        String query = query(job.input());
        Map<String, String> parameters = parameters(job.input(), query);
        JsonNode figures = asked(job.tenant(), query, parameters);
        job.progress().accept(30);
        List<String> lines = Described.lines(figures);
        String plain = String.join("\n", lines);
        return ways.either(
                job,
                model -> Described.held(model.ask(Prompts.figures(plain), new Marks(job, 800)), lines)
                        .map(text -> new Report(query, parameters, text, figures)),
                () -> new Outcome(new Report(query, parameters, plain, figures), "local:figures"));
    }

    private JsonNode asked(String tenant, String query, Map<String, String> parameters)
            throws CannotDo, TryLater, InterruptedException {
        Analytics.Reply reply;
        try {
            reply = analytics.ask(tenant, query, parameters);
        } catch (IOException e) {
            throw new TryLater("analytics-service does not answer.", Duration.ofSeconds(2));
        }
        if (reply.status() == 200) {
            return reply.body();
        }
        if (reply.status() == 429 || reply.status() >= 500) {
            throw new TryLater("analytics-service answered %d.".formatted(reply.status()), Duration.ofSeconds(2));
        }
        throw new CannotDo("analytics-service answered %d: %s"
                .formatted(reply.status(), reply.body().path("detail").asText("no reason was given")));
    }

    private static String query(Map<String, Object> input) {
        String query = Fields.text(input, "query", LONGEST);
        if (!QUERIES.containsKey(query)) {
            throw Refusal.badRequest(
                    "invalid_input",
                    "input.query must be one of %s.".formatted(String.join(", ", new TreeSet<>(QUERIES.keySet()))));
        }
        return query;
    }

    private static Map<String, String> parameters(Map<String, Object> input, String query) {
        Set<String> takes = QUERIES.getOrDefault(query, Set.of());
        Set<String> known = new TreeSet<>(takes);
        known.add("query");
        known.add("model");
        Fields.known(input, known);
        Map<String, String> parameters = new TreeMap<>();
        for (String name : takes) {
            Object value = input.get(name);
            if (value instanceof Integer number) {
                parameters.put(name, number.toString());
            } else if (value != null) {
                parameters.put(name, Fields.text(input, name, LONGEST));
            }
        }
        return parameters;
    }
}
