package dev.sluice.analytics.store;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.contracts.events.Event;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes an event as one JSON object whose fields are the columns; what is absent is null there. */
final class EventJson {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final JsonGenerator json;

    EventJson(JsonGenerator json) {
        this.json = json;
    }

    /** As ClickHouse reads times, to the microsecond. */
    static String time(Instant at) {
        return TIME.format(at);
    }

    void write(Event event, Instant ingestedAt) throws IOException {
        json.writeStartObject();
        text("event_id", event.id());
        text("ts", time(event.at()));
        text("ingested_at", time(ingestedAt));
        text("tenant", event.tenant());
        text("project", event.project());
        text("source", EventColumns.word(event.source()));
        text("kind", EventColumns.word(event.kind()));
        text("request_id", event.origin().requestId());
        text("key_id", event.origin().keyId());
        text("session_id", event.origin().sessionId());
        text("trace_id", event.origin().traceId());
        text("user_id", event.origin().userId());
        text("name", EventColumns.name(event));
        call(event.call());
        usage(event.usage());
        whole("cost_nano", event.money().costNano());
        whole("saved_nano", event.money().savedNano());
        text("price_version", event.money().priceVersion());
        whole("list_nano", Counterfactual.list(event));
        whole("asked_nano", Counterfactual.asked(event));
        cache(event.cache());
        task(event.task());
        optimize(event.optimize());
        text("props", EventColumns.json(event.props()));
        json.writeEndObject();
    }

    private void call(Event.@Nullable Call call) throws IOException {
        if (call != null) {
            text("route", call.route());
            text("provider", call.provider());
            text("model", call.model());
            text("model_used", call.modelUsed());
            json.writeBooleanField("stream", call.stream());
            whole("status", (long) call.status());
            text("error", call.error());
            whole("attempts", (long) call.attempts());
            whole("duration_us", call.durationMicros());
            whole("first_token_us", call.firstTokenMicros());
            whole("overhead_us", call.overheadMicros());
        }
    }

    private void usage(Event.@Nullable Usage usage) throws IOException {
        if (usage != null) {
            whole("input_tokens", usage.inputTokens());
            whole("output_tokens", usage.outputTokens());
            whole("cached_input_tokens", usage.cachedInputTokens());
            whole("reasoning_tokens", usage.reasoningTokens());
            whole("audio_input_tokens", usage.audioInputTokens());
            whole("audio_output_tokens", usage.audioOutputTokens());
            json.writeBooleanField("usage_estimated", usage.estimated());
        }
    }

    private void cache(Event.@Nullable CacheNote cache) throws IOException {
        if (cache != null) {
            text("cache_outcome", cache.outcome());
            text("cache_layer", cache.layer());
            if (cache.similarity() != null) {
                json.writeNumberField("cache_similarity", cache.similarity().doubleValue());
            }
            whole("cache_saved_tokens", cache.savedTokens());
        }
    }

    private void task(Event.@Nullable TaskNote task) throws IOException {
        if (task != null) {
            text("task_id", task.id());
            text("task_type", task.type());
            text("task_lane", task.lane());
            text("task_state", task.state());
            whole("task_attempt", (long) task.attempt());
            whole("task_queued_ms", task.queuedMillis());
            whole("task_run_ms", task.runMillis());
            text("task_made_by", task.madeBy());
        }
    }

    private void optimize(Event.@Nullable OptimizeNote optimize) throws IOException {
        if (optimize != null) {
            whole("opt_tokens_before", optimize.tokensBefore());
            whole("opt_tokens_after", optimize.tokensAfter());
            text("opt_techniques", String.join(",", optimize.techniques()));
        }
    }

    private void text(String column, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(column, value);
        }
    }

    private void whole(String column, @Nullable Long value) throws IOException {
        if (value != null) {
            json.writeNumberField(column, value.longValue());
        }
    }
}
