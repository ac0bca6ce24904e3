package dev.sluice.local.demo;

import dev.sluice.local.text.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stop of the tour where five tasks go through the five lanes. */
final class BackgroundWork {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String TEXT = "A sluice is a gate that controls the flow of water in a channel. Millers built"
            + " sluices for centuries. The gate is raised to let water pass and lowered to hold it back. Modern sluices"
            + " are moved by motors.";

    private record Wanted(String type, String lane, Json input) {}

    private final Paper paper;

    BackgroundWork(Paper paper) {
        this.paper = paper;
    }

    void run(Caller caller) {
        Map<String, String> waiting = new LinkedHashMap<>();
        for (Wanted wanted : wanted()) {
            Json body = Json.object("type", wanted.type(), "priority", wanted.lane(), "input", wanted.input());
            Caller.Reply accepted = caller.post("/background/task", body).wanting(202);
            waiting.put(accepted.header("location"), "%-8s %-9s".formatted(wanted.type(), wanted.lane()));
        }
        paper.outcome(waiting.size() + " tasks were accepted: Kafka has them, whatever dies now");
        int all = waiting.size();
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!waiting.isEmpty() && System.nanoTime() < deadline) {
            waiting.entrySet().removeIf(task -> hasEnded(caller, task.getKey(), task.getValue()));
            pause();
        }
        if (!waiting.isEmpty()) {
            throw new Caller.Failed(
                    waiting.size() + " of " + all + " tasks did not end in " + LONGEST.toSeconds() + " s");
        }
    }

    private boolean hasEnded(Caller caller, String location, String label) {
        Json task = caller.get(location).wanting(200).json();
        String state = task.at("state").text("");
        if (!List.of("succeeded", "failed", "dead", "cancelled").contains(state)) {
            return false;
        }
        String result = task.at("result").write();
        paper.answered(label + " " + state + ", " + task.at("progress").number(0) + " %, by "
                + task.at("madeBy").text("?") + ": "
                + (result.length() > 110 ? result.substring(0, 110) + "…" : result));
        return true;
    }

    private static List<Wanted> wanted() {
        Json text = Json.object("text", TEXT);
        Json question = Json.object("role", "user", "content", TEXT + " Question: who built sluices?");
        return List.of(
                new Wanted("keywords", "bulk", text),
                new Wanted("summary", "low", text),
                new Wanted("search", "normal", Json.object("query", "What is a nano-USD?")),
                new Wanted("prompt", "high", Json.object("model", "local", "messages", List.of(question))),
                new Wanted("keywords", "critical", text));
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted on the tour", e);
        }
    }
}
