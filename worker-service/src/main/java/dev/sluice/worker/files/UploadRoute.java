package dev.sluice.worker.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.kit.identity.Introductions;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.kit.requests.RequestLog;
import dev.sluice.worker.openai.OpenAiErrors;
import io.quarkus.logging.Log;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * {@code POST /v1/files}. A route of its own, since a JAX-RS resource would put the whole file into memory or onto disk
 * before it looks at it.
 */
@Singleton
class UploadRoute {

    /** Before the limit on the size of other bodies. */
    private static final int ORDER = -100;

    private static final long FORM = 256 * 1024;
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final FileIntake intake;
    private final Introductions introductions;
    private final ObjectMapper json;
    private final Semaphore places;
    private final long largest;

    UploadRoute(FileIntake intake, Introductions introductions, ObjectMapper json, FilesConfig config) {
        this.intake = intake;
        this.introductions = introductions;
        this.json = json;
        this.places = new Semaphore(config.uploads());
        this.largest = config.largest().asLongValue();
    }

    void register(@Observes Router router) {
        router.post("/v1/files").order(ORDER).handler(this::serve);
    }

    private void serve(RoutingContext route) {
        HttpServerRequest request = route.request();
        Context loop = route.vertx().getOrCreateContext();
        Inflow inflow;
        try {
            inflow = new Inflow(request, loop, SILENCE, 2 * largest + FORM);
        } catch (IllegalStateException noForm) {
            request.handler(ignored -> {}).resume();
            refuse(
                    route,
                    loop,
                    new Refusal(
                            415,
                            "unsupported_media_type",
                            "Unsupported media type",
                            "Send multipart/form-data with purpose=batch and file=@requests.jsonl."));
            return;
        }
        request.resume();
        Caller caller;
        try {
            caller = introductions.caller(request::getHeader);
            RequestLog.note(route, "tenant", caller.tenant());
            check(request);
        } catch (Refusal refusal) {
            inflow.refuse();
            refuse(route, loop, refusal);
            return;
        }
        Thread.ofVirtual().name("upload").start(() -> {
            try {
                answer(route, loop, () -> FileView.of(intake.take(caller.tenant(), inflow)));
            } finally {
                places.release();
            }
        });
    }

    /** Takes a place too, as the last thing. */
    private void check(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        if (length != null && length.matches("\\d{1,18}") && Long.parseLong(length) > largest + FORM) {
            throw FileIntake.tooLarge(largest);
        }
        if (!places.tryAcquire()) {
            throw new Refusal(
                    503,
                    "too_many_uploads",
                    "Service unavailable",
                    "Too many files are being uploaded here. Send it again in a moment.",
                    Map.of("Retry-After", "2"));
        }
    }

    private void answer(RoutingContext route, Context loop, Supplier<Map<String, Object>> work) {
        try {
            send(route, loop, 200, work.get(), Map.of());
        } catch (Refusal refusal) {
            refuse(route, loop, refusal);
        } catch (RuntimeException e) {
            Log.errorf(e, "an upload failed unexpectedly");
            refuse(
                    route,
                    loop,
                    new Refusal(
                            500,
                            "internal",
                            "Internal error",
                            "Something failed on our side; the log has it under this request id."));
        }
    }

    private void refuse(RoutingContext route, Context loop, Refusal refusal) {
        send(route, loop, refusal.status(), OpenAiErrors.body(refusal), refusal.headers());
    }

    private void send(
            RoutingContext route, Context loop, int status, Map<String, Object> body, Map<String, String> headers) {
        Buffer bytes;
        try {
            bytes = Buffer.buffer(json.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
        loop.runOnContext(run -> {
            var response = route.response();
            if (response.ended() || response.closed()) {
                return;
            }
            headers.forEach(response::putHeader);
            response.setStatusCode(status)
                    .putHeader("content-type", "application/json")
                    .end(bytes);
        });
    }
}
