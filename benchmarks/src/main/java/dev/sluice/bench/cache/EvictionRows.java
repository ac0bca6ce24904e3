package dev.sluice.bench.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.bench.Report;
import dev.sluice.cache.evict.Bounded;
import dev.sluice.cache.evict.Strategy;
import dev.sluice.cache.evict.Worth;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How many look-ups a small memory answers, by what goes when it is full, beside an exact LRU and Caffeine's W-TinyLFU:
 * questions of a Zipf stream (memory for 5 % of the answer sets) and prefix blocks of conversations (10 %). Then the same
 * questions with answers of different size and price, whose tokens are drawn from traces of Azure: how many tokens are
 * saved.
 */
final class EvictionRows {

    private static final int SEED = 7;
    /** A record without its text, and the bytes of a token. */
    private static final int BARE_BYTES = 1_200;

    private static final double TOKEN_BYTES = 4.2;

    /**
     * Items looked for one after the other.
     *
     * @param items numbers from 0
     * @param worths what each is worth
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody
    private record Stream(int[] items, Worth[] worths) {

        long bytes() {
            return IntStream.range(0, worths.length)
                    .mapToLong(i -> worths[i].bytes())
                    .sum();
        }
    }

    /**
     * What was found, in percent.
     *
     * @param hits of the look-ups
     * @param saved of what all of them would save
     */
    private record Found(double hits, double saved) {}

    private EvictionRows() {}

    static void add(Report report, Data data) throws IOException {
        int[] questions = numbered(
                data.rows("qqp/stream_zipf.tsv.gz").stream().map(r -> r[1]).toList());
        equal(report, "eviction_zipf", questions, 0.05);
        equal(report, "eviction_mooncake", blocks(data), 0.10);
        for (String trace : List.of("conv", "code")) {
            weighed(report, trace, priced(questions, data, trace));
        }
    }

    private static void equal(Report report, String name, int[] items, double part) {
        var worths = new Worth[distinct(items)];
        Arrays.fill(worths, new Worth(1, 1, Long.MAX_VALUE));
        var stream = new Stream(items, worths);
        long capacity = (long) (worths.length * part);
        double lru = run(stream, lru(stream, capacity)).hits();
        double caffeine = run(stream, caffeine(stream, capacity)).hits();
        double best = Math.max(lru, caffeine);
        report.add(
                name,
                "% hits",
                run(stream, ours(stream, capacity, Strategy.HYBRID)).hits(),
                best,
                best - 1);
        report.add(
                name + "_our_lru",
                "% hits",
                run(stream, ours(stream, capacity, Strategy.LRU)).hits(),
                lru,
                null);
        report.add(
                name + "_our_lfu",
                "% hits",
                run(stream, ours(stream, capacity, Strategy.LFU)).hits(),
                caffeine,
                null);
        report.add("baseline_" + name + "_lru", "% hits", lru, null, null);
        report.add("baseline_" + name + "_tinylfu", "% hits", caffeine, null, null);
    }

    private static void weighed(Report report, String trace, Stream stream) {
        long capacity = (long) (stream.bytes() * 0.05);
        double best = Math.max(
                run(stream, lru(stream, capacity)).saved(),
                run(stream, caffeine(stream, capacity)).saved());
        double ours = run(stream, ours(stream, capacity, Strategy.HYBRID)).saved();
        report.add("eviction_tokens_saved_" + trace, "% tokens", ours, best, best * 1.10);
    }

    private static Found run(Stream stream, IntPredicate cache) {
        long hits = 0;
        double saved = 0;
        double all = 0;
        for (int item : stream.items()) {
            double saves = stream.worths()[item].saves();
            all += saves;
            if (cache.test(item)) {
                hits++;
                saved += saves;
            }
        }
        return new Found(100.0 * hits / stream.items().length, 100 * saved / all);
    }

    private static IntPredicate ours(Stream stream, long capacity, Strategy strategy) {
        long entries = capacity * stream.worths().length / stream.bytes();
        var cache = new Bounded<Integer>(capacity, entries, 1, strategy, Clock.systemUTC(), gone -> {});
        return item -> {
            String id = Integer.toString(item);
            boolean hit = cache.find("bench", id) != null;
            if (!hit) {
                cache.put("bench", id, item, stream.worths()[item]);
            }
            return hit;
        };
    }

    private static IntPredicate caffeine(Stream stream, long capacity) {
        Cache<Integer, Integer> cache = Caffeine.newBuilder()
                .maximumWeight(capacity)
                .weigher((Integer key, Integer item) -> stream.worths()[item].bytes())
                .executor(Runnable::run)
                .build();
        return item -> {
            boolean hit = cache.getIfPresent(item) != null;
            if (!hit) {
                cache.put(item, item);
            }
            return hit;
        };
    }

    private static IntPredicate lru(Stream stream, long capacity) {
        var cache = new LinkedHashMap<Integer, Integer>(16, 0.75f, true);
        long[] bytes = {0};
        return item -> {
            if (cache.get(item) != null) {
                return true;
            }
            cache.put(item, item);
            bytes[0] += stream.worths()[item].bytes();
            var eldest = cache.keySet().iterator();
            while (bytes[0] > capacity) {
                bytes[0] -= stream.worths()[eldest.next()].bytes();
                eldest.remove();
            }
            return false;
        };
    }

    private static Stream priced(int[] questions, Data data, String trace) {
        List<String> requests = data.lines("traces/azure_llm_2023_" + trace + ".csv.gz");
        var luck = new Random(SEED);
        var worths = new Worth[distinct(questions)];
        for (int i = 0; i < worths.length; i++) {
            String[] row = requests.get(1 + luck.nextInt(requests.size() - 1)).split(",", -1);
            int prompt = Integer.parseInt(row[1]);
            int answer = Integer.parseInt(row[2]);
            worths[i] =
                    new Worth(BARE_BYTES + (int) (TOKEN_BYTES * answer), Math.max(1, prompt + answer), Long.MAX_VALUE);
        }
        return new Stream(questions, worths);
    }

    private static int[] blocks(Data data) throws IOException {
        var json = new ObjectMapper();
        List<String> blocks = new ArrayList<>();
        for (String line : data.lines("traces/mooncake_conversation.jsonl.gz")) {
            for (JsonNode block : json.readTree(line).get("hash_ids")) {
                blocks.add(block.asText());
            }
        }
        return numbered(blocks);
    }

    private static int[] numbered(List<String> names) {
        Map<String, Integer> numbers = new HashMap<>();
        return names.stream()
                .mapToInt(name -> numbers.computeIfAbsent(name, n -> numbers.size()))
                .toArray();
    }

    private static int distinct(int[] items) {
        return Arrays.stream(items).max().orElse(-1) + 1;
    }
}
