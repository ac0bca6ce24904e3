package dev.sluice.gateway.recall;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sluice.contracts.cache.CacheQuestion;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** How long the near cache takes to find an answer, by its words to the letter or by their canonical form. */
public final class NearLookups {

    private static final int ENTRIES = 90_000;
    private static final int LOOKUPS = 400_000;

    private NearLookups() {}

    /**
     * Times of single look-ups that hit, hashing included.
     *
     * @param p50 median, microseconds
     * @param p99 microseconds
     */
    public record Times(double p50, double p99) {}

    /** With 90,000 answers of 1 KB, asked for by the words they were stored with. */
    public static Times sameWords() {
        return measure("");
    }

    /** The same, asked for politely for the first time in those words. */
    public static Times otherWords() {
        return measure("Please, ");
    }

    private static Times measure(String before) {
        var cache = new NearCache(1L << 30, Duration.ofHours(1), Ticker.systemTicker());
        Found found = Found.fetched(Buffer.buffer("x".repeat(1_024)));
        String scope = Scope.hash("bench");
        List<String> tails = List.of("open", "close", "leak", "cost", "freeze");
        for (int i = 0; i < ENTRIES; i++) {
            CacheQuestion question = question(scope, text(i, tails));
            cache.put("acme", question, new Wording(question.text()), found, null);
        }
        var random = new Random(1);
        long[] nanos = new long[LOOKUPS];
        for (int i = 0; i < LOOKUPS; i++) {
            CacheQuestion question = question(scope, before + text(random.nextInt(ENTRIES), tails));
            long start = System.nanoTime();
            Found hit = cache.find("acme", question, new Wording(question.text()));
            nanos[i] = System.nanoTime() - start;
            if (hit == null) {
                throw new IllegalStateException("not found: " + question.text());
            }
        }
        // The first quarter warms up.
        long[] steady = Arrays.copyOfRange(nanos, LOOKUPS / 4, LOOKUPS);
        Arrays.sort(steady);
        return new Times(steady[steady.length / 2] / 1e3, steady[steady.length * 99 / 100] / 1e3);
    }

    private static String text(int i, List<String> tails) {
        return "why does the sluice gate number " + i + " " + tails.get(i % tails.size()) + " in winter";
    }

    private static CacheQuestion question(String scope, String text) {
        return new CacheQuestion("openai/gpt-4o-mini", scope, text, true, null);
    }
}
