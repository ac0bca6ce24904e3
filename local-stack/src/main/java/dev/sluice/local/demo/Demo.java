package dev.sluice.local.demo;

import dev.sluice.local.Endpoint;
import dev.sluice.local.build.Home;
import dev.sluice.local.text.Complaint;
import dev.sluice.local.text.Json;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Locale;

/** The tour behind {@code ./sluice demo}: as two new tenants, so that it is the same each time. */
public final class Demo {

    private static final int CHATS = 4; // the streamed one and three of the same question
    private static final int TASKS = 5;

    private final Paper paper;
    private int failed;

    private Demo(Paper paper) {
        this.paper = paper;
    }

    /** Tours the suite at the endpoint; returns how many stops could not be shown. */
    public static int run(Endpoint endpoint, PrintStream out) {
        Demo demo = new Demo(new Paper(out));
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            String tenant = "demo-" + Long.toString(System.currentTimeMillis(), 36);
            demo.tour(caller(http, endpoint, tenant), caller(http, endpoint, tenant + "-neighbour"), endpoint);
        } catch (Caller.Failed | UncheckedIOException e) {
            throw new Complaint(
                    "The tour could not begin: " + e.getMessage(), "See ./sluice status, and ./sluice logs for why.");
        }
        return demo.failed;
    }

    private void tour(Caller us, Caller neighbour, Endpoint endpoint) {
        long began = System.nanoTime();
        Tour tour = new Tour(paper, Home.find().folder("local-stack/src/main/resources/demo"));
        stop("Documents for the knowledge index", () -> tour.documents(us));
        tour.warmUp(neighbour);
        stop("A question to the built-in model: no provider, no network", () -> tour.chat(us));
        stop("The same question again", () -> tour.repeat(us));
        stop("The same question in other words", () -> tour.paraphrase(us));
        stop("The same question from another tenant, who gets nothing of ours", () -> tour.neighbour(neighbour));
        stop("An answer as it is made", () -> tour.stream(us));
        stop("A long prompt made shorter; code, JSON, URLs and numbers stay", () -> tour.optimise(us));
        stop("A streamed search that cites its sources", () -> tour.search(us));
        stop("Work in the background, in five lanes", () -> new BackgroundWork(paper).run(us));
        stop("What was counted and what was saved", () -> new Bill(paper).show(us, CHATS, TASKS));
        paper.line("");
        paper.line(String.format(
                Locale.ROOT,
                "The tour took %.0f s%s. The dashboard: %s/dashboard",
                (System.nanoTime() - began) / 1e9,
                failed == 0 ? "" : "; " + failed + " stops could not be shown",
                endpoint.baseUrl()));
    }

    private void stop(String heading, Runnable show) {
        paper.heading(heading);
        try {
            show.run();
        } catch (Caller.Failed | UncheckedIOException | IllegalArgumentException e) {
            failed++;
            paper.outcome("could not be shown: " + e.getMessage());
        }
    }

    private static Caller caller(HttpClient http, Endpoint endpoint, String tenant) {
        Caller admin = new Caller(http, endpoint.adminUrl(), endpoint.adminKey());
        String key = admin.post("/admin/keys", Json.object("tenant", tenant, "name", "tour"))
                .wanting(201)
                .json()
                .at("key")
                .text("");
        return new Caller(http, endpoint.baseUrl(), key);
    }
}
