package dev.sluice.e2e.stories;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** A day of a busy tenant as events on the topic, so that pages have something to show. The same each time but for the clock. */
final class Yesterday {

    private static final int CALLS = 2_400;
    private static final int CONVERSATIONS = 500;
    private static final double DAY_SECONDS = 84_000;
    private static final List<String> MODELS = List.of(
            "gpt-4o-mini", "gpt-4o-mini", "gpt-4o-mini", "gpt-4o", "gpt-4o", "claude-3-5-haiku", "claude-sonnet-4-5");
    private static final List<String> OUTCOMES =
            List.of("MISS", "MISS", "MISS", "MISS", "HIT", "HIT", "HIT", "SEMANTIC", "SEMANTIC", "JOINED", "BYPASS");
    private static final List<String> LANES =
            List.of("critical", "high", "normal", "normal", "normal", "low", "bulk", "bulk");
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
            .build();

    private final Random random = new Random(17);
    private final Instant end = Instant.now().minusSeconds(5);
    private final String tenant;

    private Yesterday(String tenant) {
        this.tenant = tenant;
    }

    /** Puts the day on the topic; the number of completions in it. */
    static int of(String tenant, String kafka) {
        var day = new Yesterday(tenant);
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all"), new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < CALLS; i++) {
                day.send(producer, day.call(i));
                if (i % 14 == 0) {
                    day.send(producer, day.task());
                }
            }
        }
        return CALLS;
    }

    private void send(KafkaProducer<String, byte[]> producer, Event event) {
        try {
            producer.send(new ProducerRecord<>(
                    Topics.EVENTS, tenant, JSON.writeValueAsString(event).getBytes(StandardCharsets.UTF_8)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Event call(int number) {
        String asked = pick(MODELS);
        int conversation = random.nextInt(CONVERSATIONS);
        boolean tried = asked.equals("gpt-4o");
        boolean mini = tried && conversation % 2 == 1;
        String model = mini ? "gpt-4o-mini" : asked;
        String outcome = pick(OUTCOMES);
        boolean hit = List.of("HIT", "SEMANTIC", "JOINED").contains(outcome);
        boolean failed = !hit && random.nextInt(60) == 0;
        long in = 150 + random.nextInt(1_800);
        long out = 40 + random.nextInt(600);
        long cost = (model.equals("gpt-4o-mini") ? 1 : 14) * (in * 150 + out * 600);
        String answered = hit ? "cache" : model.startsWith("claude") ? "anthropic" : "openai";
        return event(
                at(),
                random.nextInt(3) == 0 ? "assistant" : "site",
                Event.Source.GATEWAY,
                Event.Kind.COMPLETION,
                new Event.Origin(
                        "req-%05d".formatted(number),
                        "key" + (1 + random.nextInt(4)),
                        tried ? "conversation-" + conversation : null,
                        null),
                new Event.Call(
                        random.nextInt(4) == 0 ? "support" : "default",
                        answered,
                        asked,
                        model,
                        random.nextBoolean(),
                        failed ? 504 : 200,
                        failed ? "timeout" : null,
                        hit ? 0 : 1,
                        hit ? 900L + random.nextInt(3_000) : 300_000L + random.nextInt(1_900_000),
                        hit ? 800L : Long.valueOf(180_000L + random.nextInt(300_000)),
                        250L + random.nextInt(300)),
                hit || failed ? null : new Event.Usage(in, out, 0, 0, false, 0, 0),
                failed ? Event.Money.zero() : new Event.Money(hit ? 0 : cost, hit ? cost : 0, "example"),
                new Event.CacheNote(
                        outcome,
                        hit ? outcome.equals("SEMANTIC") ? "semantic" : "exact" : null,
                        outcome.equals("SEMANTIC") ? 0.93 + random.nextInt(60) / 1_000.0 : null,
                        hit ? in + out : 0),
                null,
                tried ? Map.of(Trial.EXPOSURE, mini ? "mini" : "control") : Map.of());
    }

    private Event task() {
        String lane = pick(LANES);
        return event(
                at(),
                "site",
                Event.Source.WORKER,
                Event.Kind.TASK,
                new Event.Origin(null, "key1", null, null),
                null,
                null,
                Event.Money.zero(),
                null,
                new Event.TaskNote(
                        uuid(),
                        "summary",
                        lane,
                        random.nextInt(25) == 0 ? "failed" : "succeeded",
                        1,
                        lane.equals("bulk") ? 4_000 : 8,
                        900,
                        "llm"),
                Map.of());
    }

    private Event event(
            Instant at,
            String project,
            Event.Source source,
            Event.Kind kind,
            Event.Origin origin,
            Event.@Nullable Call call,
            Event.@Nullable Usage usage,
            Event.Money money,
            Event.@Nullable CacheNote cache,
            Event.@Nullable TaskNote task,
            Map<String, String> props) {
        return new Event(
                Event.SCHEMA,
                uuid(),
                at,
                tenant,
                project,
                source,
                kind,
                origin,
                call,
                usage,
                money,
                cache,
                task,
                null,
                props);
    }

    /** More in the middle of the day than at its ends. */
    private Instant at() {
        double part = (random.nextDouble() + random.nextDouble() + random.nextDouble()) / 3;
        return end.minus(Duration.ofSeconds((long) (part * DAY_SECONDS)));
    }

    private String uuid() {
        return new UUID(random.nextLong() ^ end.toEpochMilli(), random.nextLong()).toString();
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
