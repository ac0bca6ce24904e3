package dev.sluice.bench.cache;

import dev.sluice.bench.Report;
import dev.sluice.cache.CacheConfig;
import dev.sluice.cache.freshness.Demands;
import dev.sluice.cache.freshness.Freshness;
import dev.sluice.cache.freshness.Life;
import dev.sluice.cache.store.Answer;
import dev.sluice.cache.store.Answer.Past;
import dev.sluice.kit.freshness.Cues;
import dev.sluice.kit.freshness.Volatility;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What adaptive lives, old answers while a new one is asked for, and asking ahead save against a fixed life of 600 s, on
 * an hour of questions. A hit is a question of a known answer set. The truth moves too, so that what is served late shows:
 * one answer set in ten changes, after half an hour on average, and every question that looks volatile does so after five
 * minutes on average. Beside it, how many questions look volatile.
 */
final class FreshnessRows {

    /** Our own list, with which the rules are tested too; relative to the root of the repository. */
    private static final Path VOLATILE =
            Path.of("service-kit/src/test/resources/dev/sluice/kit/freshness/volatile-questions.txt");

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TTL = Duration.ofMinutes(10);
    private static final long SEED = 20_261_121;
    private static final double MOVING = 0.1;
    private static final double MOVES_AFTER = 1_800;
    private static final double VOLATILE_AFTER = 300;
    private static final String TENANT = "bench";

    private record Question(double second, String answers, String text) {}

    /** What one way of keeping answers came to. */
    private static final class Outcome {
        private long missed;
        private long expired;
        private long calls;
        private long outdated;
    }

    /** When the truth about each answer set changes. */
    private static final class Truth {

        private final Map<String, Double> rates = new HashMap<>();
        private final Map<String, double[]> moves = new HashMap<>();
        private final Cues cues = Cues.standard();

        /** Which version of the answer is right. */
        int version(Question question) {
            double rate = rates.computeIfAbsent(question.answers(), answers -> {
                if (cues.of(question.text()) != Volatility.STATIC) {
                    return VOLATILE_AFTER;
                }
                return random(answers).nextDouble() < MOVING ? MOVES_AFTER : 0;
            });
            if (rate == 0) {
                return 0;
            }
            double[] times = moves.computeIfAbsent(question.answers(), answers -> {
                Random random = random(answers);
                random.nextDouble();
                double[] all = new double[200];
                double at = 0;
                for (int i = 0; i < all.length; i++) {
                    at -= rate * Math.log(1 - random.nextDouble());
                    all[i] = at;
                }
                return all;
            });
            int version = 0;
            while (version < times.length && times[version] <= question.second()) {
                version++;
            }
            return version;
        }

        private static Random random(String answers) {
            return new Random(SEED ^ ((long) answers.hashCode() << 20));
        }
    }

    private FreshnessRows() {}

    static void add(Report report, Data data) throws IOException {
        List<Question> stream = data.rows("qqp/stream_zipf.tsv.gz").stream()
                .map(row -> new Question(Double.parseDouble(row[0]), row[1], row[2]))
                .toList();
        Outcome fixed = fixed(stream);
        Outcome ours = adaptive(stream);
        double avoided = 100.0 * (fixed.missed - ours.missed) / fixed.expired;
        double extra = 100.0 * (ours.calls - fixed.calls) / fixed.calls;
        report.add("ttl_misses_avoided_pct", "% of misses by expiry", avoided, 0.0, 70.0);
        report.add("ttl_extra_calls_pct", "% of calls with a fixed life", extra, 0.0, 10.0);
        double questions = stream.size();
        report.add(
                "ttl_outdated_pct",
                "% of questions",
                100 * ours.outdated / questions,
                100 * fixed.outdated / questions,
                null);

        Stream<String> negatives = data.streamOnce().stream().map(Data.Asked::text);
        List<String> texts = negatives.toList();
        long flagged = texts.stream()
                .filter(text -> Cues.standard().of(text) != Volatility.STATIC)
                .count();
        report.add("volatile_false_pct", "% of Quora questions", 100.0 * flagged / texts.size(), null, 3.0);
        if (Files.exists(VOLATILE)) {
            List<String> live = Files.readAllLines(VOLATILE).stream()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            long known = live.stream()
                    .filter(text -> Cues.standard().of(text) != Volatility.STATIC)
                    .count();
            report.add("volatile_recognised_pct", "% of our own list", 100.0 * known / live.size(), null, 95.0);
        } else {
            System.out.println("volatile_recognised_pct is left out: run from the root of the repository.");
        }
    }

    private static Outcome fixed(List<Question> stream) {
        var truth = new Truth();
        var outcome = new Outcome();
        Map<String, Double> stored = new HashMap<>();
        Map<String, Integer> versions = new HashMap<>();
        for (Question question : stream) {
            Double at = stored.get(question.answers());
            int right = truth.version(question);
            if (at == null || question.second() - at >= TTL.toSeconds()) {
                outcome.expired += at == null ? 0 : 1;
                outcome.missed++;
                outcome.calls++;
                stored.put(question.answers(), question.second());
                versions.put(question.answers(), right);
            } else if (versions.getOrDefault(question.answers(), right) != right) {
                outcome.outdated++;
            }
        }
        return outcome;
    }

    private static Outcome adaptive(List<Question> stream) {
        var random = new Random(SEED);
        var freshness =
                new Freshness(new Terms(), new Ahead(), new SimpleMeterRegistry(), Cues.standard(), random::nextDouble);
        var truth = new Truth();
        var outcome = new Outcome();
        Map<String, Answer> stored = new HashMap<>();
        for (Question question : stream) {
            Instant now = START.plusMillis(Math.round(question.second() * 1_000));
            freshness.asked(TENANT, now);
            Answer known = stored.get(question.answers());
            String right = says(truth.version(question));
            if (known == null || !freshness.fits(known, question.text(), false, Demands.NONE, now)) {
                outcome.missed++;
                outcome.calls++;
                stored.put(question.answers(), answer(freshness, question, right, Past.NONE, now));
                continue;
            }
            if (!known.document().equals(right)) {
                outcome.outdated++;
            }
            if (freshness.wantsNew(TENANT, known, now, () -> true)) {
                outcome.calls++;
                Past past = freshness.learn(TENANT, question.text(), known, known.document(), right, null, now);
                stored.put(question.answers(), answer(freshness, question, right, past, now));
            }
        }
        return outcome;
    }

    private static Answer answer(Freshness freshness, Question question, String says, Past past, Instant now) {
        Life life = freshness.life(TENANT, question.answers(), question.text(), null, past, now);
        return new Answer(
                question.answers(),
                "model",
                "scope",
                question.text(),
                question.text(),
                says,
                now,
                now.plus(life.whole()),
                1,
                1,
                1,
                now.plus(life.fresh()),
                past);
    }

    private static String says(int version) {
        return "This is answer number " + version + ".";
    }

    /** As configured by default, but for the first life. */
    private record Terms() implements CacheConfig.Ttl {

        @Override
        public Duration standard() {
            return TTL;
        }

        @Override
        public CacheConfig.TtlPolicy policy() {
            return CacheConfig.TtlPolicy.BALANCED;
        }

        @Override
        public double staleWindow() {
            return 1;
        }

        @Override
        public Duration refreshLease() {
            return Duration.ofSeconds(30);
        }

        @Override
        public Duration longest() {
            return Duration.ofDays(30);
        }
    }

    /** As configured by default. */
    private record Ahead() implements CacheConfig.RefreshAhead {

        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public double head() {
            return 0.1;
        }

        @Override
        public double worthwhile() {
            return 2;
        }

        @Override
        public int perMinute() {
            return 60;
        }

        @Override
        public double share() {
            return 0.05;
        }
    }
}
