package dev.sluice.worker.batches;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.kit.ids.Ids;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.batches.Batch.Status;
import dev.sluice.worker.files.FileStore;
import dev.sluice.worker.files.StoredFile;
import dev.sluice.worker.llm.Payer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes batches in, finds and cancels them. */
@ApplicationScoped
class BatchDesk {

    private static final Duration CURRENT_WITHIN = Duration.ofSeconds(3);

    /** How long a batch may still need its input file once its window has passed. */
    private static final Duration TO_END = Duration.ofMinutes(30);

    private static final int TRIES = 20;

    private final BatchLedger ledger;
    private final FileStore files;
    private final Clock clock;
    private final BatchesConfig config;

    BatchDesk(BatchLedger ledger, FileStore files, Clock clock, BatchesConfig config) {
        this.ledger = ledger;
        this.files = files;
        this.clock = clock;
        this.config = config;
    }

    Map<String, Object> view(Batch batch) {
        return BatchView.of(batch, ledger.tally(batch));
    }

    /**
     * Takes a batch in.
     *
     * @throws Refusal 400 for a caller without a key, 404 without the file, 429 when there is too much, 503 when Kafka does
     *     not acknowledge
     */
    Batch accept(Caller caller, Wish wish, @Nullable String requestId) {
        String key = caller.keyId();
        if (key == null || !new Payer(caller.tenant(), key).hasKey()) {
            throw Refusal.badRequest(
                    "no_api_key",
                    "The requests of a batch are sent for the API key that submits it, and this request came with a token or none. Submit it with an API key.");
        }
        Instant now = clock.instant();
        Instant expires = now.plus(wish.within());
        checkInput(caller.tenant(), wish.inputFile(), expires);
        if (ledger.table().openCount(caller.tenant()) >= config.openPerTenant()
                || ledger.table().openCount() >= config.open()) {
            throw new Refusal(
                    429,
                    "too_many_batches",
                    "Too many batches",
                    "%d batches of this tenant are not over and no more are taken. Send it again when some are."
                            .formatted(ledger.table().openCount(caller.tenant())),
                    Map.of("Retry-After", "30"));
        }
        Batch batch = Batch.accepted(new Batch.Order(
                "batch_" + Ids.next().replace("-", ""),
                caller.tenant(),
                caller.project(),
                key,
                requestId,
                wish.endpoint(),
                wish.inputFile(),
                wish.window(),
                wish.metadata(),
                wish.outputSeconds(),
                now,
                expires));
        try {
            var _ = ledger.append(batch);
            return batch;
        } catch (BatchLedger.Away e) {
            throw away(
                    "The batch could not be made durable in time. GET /v1/batches shows whether it is there all the same; if not, send it again.");
        }
    }

    private void checkInput(String tenant, String id, Instant until) {
        Optional<StoredFile> known = files.find(tenant, id);
        if (known.isEmpty()) {
            if (!files.awaitCurrent(CURRENT_WITHIN)) {
                throw rebuilding();
            }
            known = files.find(tenant, id);
        }
        StoredFile file = known.orElseThrow(() -> Refusal.notFound("file", shown(id)));
        if (!file.purpose().equals(StoredFile.BATCH)) {
            throw Refusal.badRequest(
                    "wrong_purpose", "The input file has not the purpose 'batch'. Upload one with purpose=batch.");
        }
        if (file.expiresAt().isBefore(until.plus(TO_END))) {
            throw Refusal.badRequest(
                    "file_expires_too_soon",
                    "The input file expires at %s, less than 30 minutes after the completion window ends. Upload it with a longer expires_after, or ask for a shorter window."
                            .formatted(file.expiresAt()));
        }
    }

    NavigableMap<String, Batch> of(String tenant) {
        if (!ledger.awaitBatches(CURRENT_WITHIN)) {
            throw rebuilding();
        }
        return ledger.table().of(tenant);
    }

    /** The tenant's batch; another tenant's is as missing as one that never was. */
    Batch find(String tenant, String id) {
        return ledger.table()
                .find(tenant, id)
                .or(() -> Optional.ofNullable(of(tenant).get(id)))
                .orElseThrow(() -> Refusal.notFound("batch", shown(id)));
    }

    /**
     * Begins no more of its requests.
     *
     * @throws Refusal 409 when it is ending or over already
     */
    Batch cancel(String tenant, String id) {
        for (int i = 0; i < TRIES; i++) {
            Batch batch = find(tenant, id);
            if (batch.status() == Status.CANCELLING || batch.status() == Status.CANCELLED) {
                return batch;
            }
            if (batch.status() != Status.VALIDATING && batch.status() != Status.IN_PROGRESS) {
                throw new Refusal(
                        409,
                        "batch_not_cancellable",
                        "Conflict",
                        "A batch that is %s cannot be cancelled any more."
                                .formatted(batch.status().wireName()));
            }
            Batch next = batch.cancelling(clock.instant());
            try {
                if (ledger.append(next)) {
                    return next;
                }
            } catch (BatchLedger.Away e) {
                throw away("Kafka did not acknowledge the cancellation. Send it again, which does no harm.");
            }
        }
        throw away("The batch changes too fast to be cancelled now. Send it again.");
    }

    private static Refusal away(String detail) {
        return new Refusal(503, "kafka_away", "Service unavailable", detail, Map.of("Retry-After", "5"));
    }

    private static Refusal rebuilding() {
        return new Refusal(
                503,
                "batches_rebuilding",
                "Service unavailable",
                "The list of batches is being read after a start, or Kafka is away. Ask again in a moment.",
                Map.of("Retry-After", "1"));
    }

    private static String shown(String id) {
        return id.length() > 60 ? id.substring(0, 60) + "…" : id;
    }
}
