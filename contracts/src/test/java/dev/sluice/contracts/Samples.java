package dev.sluice.contracts;

import dev.sluice.contracts.analytics.Overview;
import dev.sluice.contracts.cache.CacheAudit;
import dev.sluice.contracts.cache.CacheEntry;
import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.contracts.cache.CacheReply;
import dev.sluice.contracts.cache.Gone;
import dev.sluice.contracts.cache.ValueEntry;
import dev.sluice.contracts.cache.ValueQuestion;
import dev.sluice.contracts.cache.ValueReply;
import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.experiments.Experiment;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.knowledge.DocumentRequest;
import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.contracts.optimize.CompressReply;
import dev.sluice.contracts.optimize.CompressRequest;
import dev.sluice.contracts.optimize.OptimizeFeedback;
import dev.sluice.contracts.optimize.OptimizeReply;
import dev.sluice.contracts.optimize.OptimizeRequest;
import dev.sluice.contracts.optimize.RouteAdvice;
import dev.sluice.contracts.optimize.RouteFeedback;
import dev.sluice.contracts.optimize.RouteQuestion;
import dev.sluice.contracts.status.ServiceStatus;
import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.tasks.TaskCommand;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskRequest;
import dev.sluice.contracts.tasks.TaskResult;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.contracts.tasks.TaskView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One record of each kind that travels, full and as sparse as it may be, under the name of its golden file. */
final class Samples {

    private static final Instant AT = Instant.parse("2026-11-20T12:34:56.789Z");
    private static final String ID = "01932f7e-1c2d-7a3b-8c4d-5e6f708192a3";
    private static final CacheQuestion QUESTION = new CacheQuestion(
            "gpt-x", "ab".repeat(32), "How do tides work?", true, 3_600L, "support", 0.01, true, "s-1", 60L, 5L);

    private Samples() {}

    static Map<String, Object> all() {
        Map<String, Object> samples = new LinkedHashMap<>();
        events(samples);
        cache(samples);
        optimize(samples);
        tasks(samples);
        rest(samples);
        return samples;
    }

    private static void events(Map<String, Object> samples) {
        samples.put(
                "event-completion",
                event(
                        Event.Source.GATEWAY,
                        Event.Kind.COMPLETION,
                        new Event.Call(
                                "default",
                                "openai",
                                "gpt-x",
                                "gpt-x-2026",
                                true,
                                200,
                                "upstream_cut",
                                2,
                                1_500_000L,
                                250_000L,
                                310L),
                        new Event.Usage(120, 80, 64, 16, true, 24, 8),
                        new Event.CacheNote("SEMANTIC", "semantic", 0.97, 200),
                        null,
                        null));
        samples.put(
                "event-task",
                event(
                        Event.Source.WORKER,
                        Event.Kind.TASK,
                        null,
                        null,
                        null,
                        new Event.TaskNote(ID, "summary", "high", "succeeded", 2, 15, 420, "local:textrank"),
                        null));
        samples.put(
                "event-optimize",
                event(
                        Event.Source.OPTIMIZER,
                        Event.Kind.OPTIMIZE,
                        null,
                        null,
                        null,
                        null,
                        new Event.OptimizeNote(100, 80, List.of("whitespace", "politeness"))));
        samples.put(
                "event-sparse",
                new Event(
                        Event.SCHEMA,
                        ID,
                        AT,
                        "acme",
                        null,
                        Event.Source.CLIENT,
                        Event.Kind.SEARCH,
                        new Event.Origin(null, null, null, null),
                        new Event.Call(null, null, "m", null, false, 502, null, 0, 1, null, 1),
                        null,
                        Event.Money.zero(),
                        new Event.CacheNote("MISS", null, null, 0),
                        new Event.TaskNote(ID, "prompt", "bulk", "dead", 1, 0, 0, null),
                        null,
                        Map.of()));
    }

    private static Event event(
            Event.Source source,
            Event.Kind kind,
            Event.Call call,
            Event.Usage usage,
            Event.CacheNote cache,
            Event.TaskNote task,
            Event.OptimizeNote optimize) {
        return new Event(
                Event.SCHEMA,
                ID,
                AT,
                "acme",
                "search",
                source,
                kind,
                new Event.Origin("req-1", "key-1", "session-1", "0af7651916cd43dd8448eb211c80319c"),
                call,
                usage,
                new Event.Money(1_250_000L, 40_000L, "2026-11"),
                cache,
                task,
                optimize,
                Map.of("tag", "blue"));
    }

    private static void cache(Map<String, Object> samples) {
        samples.put("cache-question", QUESTION);
        samples.put("value-question", new ValueQuestion(30));
        samples.put("value-reply", new ValueReply(ValueReply.Outcome.FOUND, "42"));
        samples.put("value-reply-sparse", new ValueReply(ValueReply.Outcome.WAIT, null));
        samples.put("value-entry", new ValueEntry("42", 60));
        samples.put("cache-question-sparse", new CacheQuestion("gpt-x", "cd".repeat(32), "", false, null));
        samples.put("cache-entry", new CacheEntry(QUESTION, "{\"choices\":[]}", 60L, 900L, "{\"messages\":[]}"));
        samples.put("cache-entry-sparse", new CacheEntry(QUESTION, "{}", null, 0L));
        samples.put(
                "cache-reply-semantic",
                new CacheReply(
                        CacheReply.Outcome.SEMANTIC, "e-1", "{\"choices\":[]}", 12L, 0.943, true, true, 30L, true));
        samples.put("cache-reply-miss", CacheReply.miss());
        samples.put("cache-audit", new CacheAudit(QUESTION, "ab".repeat(16), "{\"choices\":[]}"));
        samples.put("cache-gone-tenant", new Gone("acme", null));
        samples.put("cache-gone-entry", new Gone("acme", "ab".repeat(16)));
    }

    private static void optimize(Map<String, Object> samples) {
        var message = new ChatMessage("user", "Explain tides.");
        samples.put(
                "optimize-request",
                new OptimizeRequest(null, List.of(message), "What moves them?", OptimizeRequest.Level.AGGRESSIVE, 200));
        samples.put("optimize-request-sparse", new OptimizeRequest("Explain tides.", null, null, null, null));
        samples.put(
                "optimize-reply",
                new OptimizeReply(
                        null,
                        List.of(message),
                        12,
                        4,
                        List.of(new OptimizeReply.Technique("politeness", 8, true)),
                        1.0,
                        true));
        samples.put(
                "optimize-request-whole",
                new OptimizeRequest(
                        "Explain tides.",
                        null,
                        null,
                        OptimizeRequest.Level.AUTO,
                        null,
                        0.5,
                        80,
                        false,
                        true,
                        "session-1",
                        "openai/gpt-4o"));
        samples.put(
                "optimize-reply-whole",
                new OptimizeReply(
                        "Explain tides.",
                        null,
                        6,
                        3,
                        List.of(new OptimizeReply.Technique("politeness", 3, true, 1.0)),
                        1.0,
                        true,
                        0.98,
                        false,
                        List.of(new OptimizeReply.Change(0, 0, "Please explain", "Explain")),
                        OptimizeRequest.Level.MEDIUM,
                        OptimizeReply.Arm.OPTIMISED,
                        OptimizeReply.Passed.BREAK_EVEN,
                        new OptimizeReply.Counts("claude", false, 6, 3, 0.034, 0.132)));
        samples.put("optimize-feedback", new OptimizeFeedback(OptimizeReply.Arm.CONTROL, false, "retry"));
        samples.put("optimize-reply-unchanged", new OptimizeReply("Hi.", null, 2, 2, List.of(), 1.0, false));
        samples.put(
                "route-question",
                new RouteQuestion("Explain tides.", 12, "openai/gpt-4o-mini", "anthropic/claude-sonnet-4-5"));
        samples.put("route-advice", new RouteAdvice(RouteAdvice.Choice.CHEAP, 0.93, 0.97));
        samples.put("route-advice-sparse", new RouteAdvice(RouteAdvice.Choice.STRONG, null, null));
        samples.put("route-feedback", new RouteFeedback(RouteAdvice.Choice.CHEAP, 0.93, true));
        samples.put("compress-request", new CompressRequest("Sure! It rains.", OptimizeRequest.Level.MEDIUM, "gpt-4"));
        samples.put("compress-request-sparse", new CompressRequest("Sure! It rains.", null, null));
        samples.put(
                "compress-reply",
                new CompressReply(
                        "[{\"a\":1}]",
                        20,
                        12,
                        List.of(new OptimizeReply.Technique("key-dictionary", 8, true)),
                        true,
                        true,
                        Map.of("a", "amount"),
                        null,
                        new OptimizeReply.Counts("claude", false, 21, 12, 0.034, 0.132)));
        samples.put("compress-reply-refused", new CompressReply("Hi.", 2, 2, List.of(), false, true, null, "numbers"));
    }

    private static void tasks(Map<String, Object> samples) {
        Map<String, Object> input = Map.of("text", "A long text.");
        Map<String, Object> result = Map.of("summary", "A text.");
        samples.put(
                "task-request",
                new TaskRequest(
                        "summary",
                        "high",
                        input,
                        AT,
                        List.of(ID),
                        new TaskRequest.Webhook("https://hooks.example/end"),
                        60L,
                        86_400L,
                        Map.of("job", "nightly")));
        samples.put("task-request-sparse", TaskRequest.of(null, null, null));
        samples.put(
                "task-view",
                new TaskView(
                        ID,
                        "summary",
                        Lane.HIGH,
                        TaskState.SUCCEEDED,
                        100,
                        1,
                        AT,
                        AT,
                        AT,
                        result,
                        "local:textrank",
                        null,
                        AT,
                        List.of(ID),
                        Map.of("job", "nightly"),
                        List.of(new TaskRecord.Death(3, "It was busy.", AT))));
        samples.put(
                "task-view-accepted",
                new TaskView(
                        ID,
                        "prompt",
                        Lane.NORMAL,
                        TaskState.ACCEPTED,
                        0,
                        0,
                        AT,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
        samples.put("task-command", new TaskCommand(TaskCommand.SCHEMA, ID, "acme", "submit"));
        samples.put(
                "task-result",
                new TaskResult(TaskResult.SCHEMA, ID, "acme", "summary", 1, "7-1", result, "local:textrank", AT));
        samples.put(
                "task-record",
                new TaskRecord(
                        TaskRecord.SCHEMA,
                        ID,
                        3,
                        "acme",
                        "search",
                        "key-1",
                        "req-1",
                        "summary",
                        Lane.HIGH,
                        AT,
                        new TaskRecord.Idempotency("aa", "bb"),
                        input,
                        TaskState.RUNNING,
                        1,
                        true,
                        40,
                        new TaskRecord.LeaseMark("7-1", AT),
                        AT,
                        AT,
                        AT,
                        AT,
                        result,
                        "local:textrank",
                        "It was busy.",
                        new TaskRecord.Terms(
                                List.of(ID),
                                AT,
                                60L,
                                86_400L,
                                "https://hooks.example/end",
                                Map.of("job", "nightly"),
                                12),
                        List.of(new TaskRecord.Death(3, "It was busy.", AT))));
        samples.put(
                "task-record-sparse",
                new TaskRecord(
                        TaskRecord.SCHEMA,
                        ID,
                        1,
                        "acme",
                        null,
                        null,
                        null,
                        "prompt",
                        Lane.BULK,
                        AT,
                        null,
                        null,
                        TaskState.ACCEPTED,
                        0,
                        false,
                        0,
                        null,
                        null,
                        null,
                        null,
                        AT,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    private static void rest(Map<String, Object> samples) {
        samples.put("experiment", experiment());
        samples.put(
                "experiment-sparse",
                new Experiment(
                        "acme",
                        "draft",
                        null,
                        null,
                        Experiment.Unit.KEY,
                        1,
                        List.of(),
                        "error_rate",
                        List.of(),
                        new Experiment.Method(Experiment.Method.Kind.FIXED_HORIZON, 100, 0.05),
                        Experiment.State.DRAFT,
                        AT,
                        null,
                        null,
                        List.of(),
                        null));
        samples.put("chat-message", new ChatMessage("system", "Answer shortly."));
        samples.put("caller", new Caller("acme", "search", "key-1", Set.of("chat")));
        samples.put(
                "document-request",
                new DocumentRequest("d-1", "Tides", "The moon.", "https://a.example/tides", List.of("sea")));
        samples.put("document-request-sparse", new DocumentRequest(null, null, null, null, null));
        samples.put("passage", new Passage(1, "d-1", "Tides", "https://a.example/tides", "The moon.", 3.5));
        samples.put(
                "service-status",
                new ServiceStatus("cache-service", "0.1.0", ServiceStatus.State.DEGRADED, Map.of("store", "local")));
        samples.put(
                "overview",
                new Overview(
                        AT,
                        AT.plusSeconds(60),
                        10,
                        1,
                        3,
                        2,
                        1_000,
                        500,
                        9_000L,
                        4_000L,
                        700,
                        12.5,
                        80.25,
                        4,
                        1,
                        List.of(new Overview.ByModel("gpt-x", 10, 1_000, 500, 9_000L)),
                        List.of(new Overview.Bucket(AT, 10, 3, 2, 9_000L, 4_000L, 4))));
    }

    private static Experiment experiment() {
        return new Experiment(
                "acme",
                "cheaper",
                "Does the small model do?",
                "gpt-x",
                Experiment.Unit.CONVERSATION,
                0.5,
                List.of(
                        new Experiment.Variant("control", 50, null, null, null, null),
                        new Experiment.Variant(
                                "mini", 50, "gpt-x-mini", "exact", "light", new Experiment.Template("brief", 2))),
                "cost_per_call",
                List.of(new Experiment.Guardrail("error_rate", 0.2)),
                new Experiment.Method(Experiment.Method.Kind.ALWAYS_VALID, 5_000, 0.05),
                Experiment.State.ROLLED_BACK,
                AT,
                AT.plusSeconds(60),
                AT.plusSeconds(3_600),
                List.of(new Experiment.Change(
                        AT.plusSeconds(3_600), "guardrail", Experiment.State.ROLLED_BACK, "mini fails more often")),
                Experiment.RollBackTo.CONTROL);
    }
}
