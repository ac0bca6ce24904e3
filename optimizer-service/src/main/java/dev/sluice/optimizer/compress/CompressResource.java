package dev.sluice.optimizer.compress;

import dev.sluice.contracts.optimize.CompressReply;
import dev.sluice.contracts.optimize.CompressRequest;
import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.optimizer.prompt.Names;
import dev.sluice.optimizer.prompt.OptimizerConfig;
import dev.sluice.optimizer.text.ModelCounts;
import dev.sluice.optimizer.text.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** {@code /optimize/compress}. */
@Path("/optimize/compress")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class CompressResource {

    private static final int KILOBYTE = 1024;

    private final OptimizerConfig config;
    private final MeterRegistry meters;
    private final Compression compression = new Compression(new Tokens());
    private final Semaphore kilobytes;

    CompressResource(OptimizerConfig config, MeterRegistry meters) {
        this.config = config;
        this.meters = meters;
        this.kilobytes = new Semaphore(
                (int) Math.min(Integer.MAX_VALUE, 1 + config.inFlight().asLongValue() / KILOBYTE));
    }

    private static Level level(@Nullable Level wanted) {
        if (wanted == Level.AUTO) {
            throw Refusal.badRequest(
                    "invalid_level", "'level' is auto, which is for prompts. Send light, medium or aggressive.");
        }
        return wanted == null ? Level.LIGHT : wanted;
    }

    /** Compresses an answer; each number, code block, list item and name is kept, or the answer comes back as it was. */
    @POST
    public CompressReply compress(@Nullable CompressRequest request) {
        @Nullable String text = request == null ? null : request.text();
        if (request == null || text == null || text.isEmpty()) {
            throw Refusal.badRequest("no_text", "'text' is missing or empty. Send the answer to compress.");
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > config.maxText().asLongValue()) {
            throw new Refusal(
                    413,
                    "text_too_large",
                    "Text too large",
                    "The text has %d bytes; this service takes %d at most. Keep it as it is, or send it in parts."
                            .formatted(bytes, config.maxText().asLongValue()));
        }
        Names.checked("model", request.model());
        int size = 1 + bytes / KILOBYTE;
        if (!kilobytes.tryAcquire(size)) {
            throw new Refusal(
                    503,
                    "optimizer_busy",
                    "Busy",
                    "Too much text is being compressed right now. Keep it as it is, or try again in a second.",
                    Map.of("Retry-After", "1"));
        }
        try {
            Level level = level(request.level());
            long deadline = System.nanoTime() + config.deadline().toNanos();
            CompressReply reply = compression.compress(text, level, () -> System.nanoTime() - deadline > 0);
            meters.counter("sluice.optimizer.response.tokens.removed")
                    .increment(reply.tokensBefore() - reply.tokensAfter());
            return told(request, text, reply);
        } finally {
            kilobytes.release(size);
        }
    }

    private static CompressReply told(CompressRequest request, String text, CompressReply reply) {
        return reply.with(ModelCounts.of(
                request.model(),
                reply.tokensBefore(),
                reply.tokensAfter(),
                () -> List.of(text),
                () -> Compression.read(reply)));
    }
}
