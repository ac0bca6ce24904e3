package dev.sluice.local.demo;

import dev.sluice.local.text.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The stops of the tour that ask something and show the answer. */
final class Tour {

    static final String QUESTION = "How do I post a task to the background?";
    private static final String IN_OTHER_WORDS = "What is the way to post a task to the background?";
    private static final String STREAMED = "What happens to a stream that was cut?";
    private static final String SEARCHED = "Which spans are never touched by the optimizer?";

    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(250);
    /** Whole answers after which the cache is taken for warm. */
    private static final int IN_A_ROW = 5;

    private final Paper paper;
    private final Path resources;

    /** A tour with its prompt and documents in a folder. */
    Tour(Paper paper, Path resources) {
        this.paper = paper;
        this.resources = resources;
    }

    void documents(Caller caller) {
        List<Path> files = corpus();
        for (Path file : files) {
            String text = read(file);
            String id = file.getFileName().toString().replaceFirst("\\.md$", "");
            String title = text.lines().findFirst().orElse(id).replaceFirst("^#\\s*", "");
            caller.post("/knowledge/documents", Json.object("id", id, "title", title, "text", text))
                    .wanting(201);
        }
        paper.outcome(files.size() + " documents about Sluice are in the knowledge index of this tenant");
    }

    void chat(Caller caller) {
        paper.asked(QUESTION);
        show(caller.chat(QUESTION), "MISS");
    }

    void repeat(Caller caller) {
        paper.asked(QUESTION);
        show(caller.chat(QUESTION), "HIT");
    }

    void paraphrase(Caller caller) {
        paper.asked(IN_OTHER_WORDS);
        show(caller.chat(IN_OTHER_WORDS), "SEMANTIC");
    }

    void neighbour(Caller other) {
        paper.asked(QUESTION);
        show(other.chat(QUESTION), "MISS");
    }

    void stream(Caller caller) {
        paper.asked(STREAMED);
        AtomicInteger pieces = new AtomicInteger();
        AtomicLong first = new AtomicLong();
        long began = System.nanoTime();
        paper.piece("     ");
        caller.streamChat(STREAMED, text -> {
            if (pieces.getAndIncrement() == 0) {
                first.set(System.nanoTime() - began);
            }
            paper.piece(text.replace("\n", "\n     "));
        });
        paper.line("");
        paper.outcome("%d pieces, the first after %d ms, the last after %d ms"
                .formatted(pieces.get(), first.get() / 1_000_000, (System.nanoTime() - began) / 1_000_000));
    }

    void optimise(Caller caller) {
        String prompt = read(resources.resolve("prompt.txt"));
        Json reply = caller.post("/optimize/prompt", Json.object("text", prompt, "level", "medium"))
                .wanting(200)
                .json();
        long before = reply.at("tokensBefore").number(0);
        long after = reply.at("tokensAfter").number(0);
        paper.asked("a request of " + before + " tokens about an incident, with SQL, JSON and a URL in it");
        paper.answered(reply.at("text").text(""));
        paper.outcome(String.format(
                Locale.ROOT,
                "%d tokens became %d (%.0f %% less), confidence %.2f; techniques: %s",
                before,
                after,
                100.0 * (before - after) / Math.max(1, before),
                reply.at("confidence").decimal(0),
                String.join(
                        ", ",
                        reply.at("techniques").items().stream()
                                .map(one -> one.at("name").text("?") + " -"
                                        + one.at("tokensRemoved").number(0))
                                .toList())));
    }

    void search(Caller caller) {
        paper.asked(SEARCHED);
        Passages passages = new Passages(paper);
        caller.streamEvents("/stream/search?q=" + URLEncoder.encode(SEARCHED, StandardCharsets.UTF_8), passages::event);
        passages.outcome();
    }

    /**
     * Asks until the gateway waits for the cache again: a fresh JVM is slow the first few times, and so is one that embeds
     * documents; a slow cache is left out for a while. Goes on after ten seconds whatever came; the stops then say what is missing.
     */
    void warmUp(Caller caller) {
        long deadline = System.nanoTime() + WARM_UP.toNanos();
        int inARow = 0;
        for (int i = 0; inARow < IN_A_ROW && System.nanoTime() < deadline; i++) {
            boolean whole = caller.chat("What will the tour show at stop " + i + "?")
                    .header("x-sluice-degraded")
                    .isEmpty();
            inARow = whole ? inARow + 1 : 0;
            if (!whole) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted on the tour", e);
        }
    }

    private void show(Caller.Reply reply, String expected) {
        paper.answered(reply.answer());
        String similarity = reply.header("x-sluice-similarity");
        String outcome = reply.header("x-cache");
        String degraded = reply.header("x-sluice-degraded");
        paper.outcome("x-cache: " + outcome
                + (similarity.isEmpty() ? "" : ", similarity " + similarity)
                + (degraded.isEmpty() ? "" : ", without " + degraded)
                + ", " + reply.millis() + " ms");
        if (!outcome.equals(expected)) {
            throw new Caller.Failed(expected + " was expected");
        }
    }

    private List<Path> corpus() {
        try (Stream<Path> files = Files.list(resources.resolve("corpus"))) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
