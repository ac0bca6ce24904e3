package dev.sluice.worker.batches;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.sluice.worker.files.FileStore;
import dev.sluice.worker.files.StoredFile;
import dev.sluice.worker.llm.BulkCalls;
import dev.sluice.worker.llm.Payer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Checks the input file of a batch, and with the gateway whether the models it asks exist; so it starts or fails. */
@ApplicationScoped
class Checker {

    /** Models that are looked up; whether further ones exist is known when they are asked. */
    private static final int MOST_LOOKED_UP = 100;

    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final FileStore files;
    private final BatchLedger ledger;
    private final BulkCalls gateway;
    private final Rests rests;
    private final ObjectReader reader;
    private final BatchesConfig config;
    private final Clock clock;

    Checker(
            FileStore files,
            BatchLedger ledger,
            BulkCalls gateway,
            Rests rests,
            ObjectMapper json,
            BatchesConfig config,
            Clock clock) {
        this.files = files;
        this.ledger = ledger;
        this.gateway = gateway;
        this.rests = rests;
        this.reader = Ask.reader(json);
        this.config = config;
        this.clock = clock;
    }

    /** Checks a batch; nothing happens to it when the gateway has no room, but that it rests. */
    void check(Batch batch) throws IOException, BatchLedger.Away, InterruptedException {
        var inspection = new Inspection(batch.order().endpoint(), config.largestRequests(), config.slice(), reader);
        Optional<StoredFile> input =
                files.find(batch.order().tenant(), batch.order().inputFile());
        if (input.isEmpty()) {
            inspection.fault("file_not_found", "The input file is gone. Upload it again.", "input_file_id", null);
        } else {
            read(input.get(), inspection);
        }
        if (inspection.faults().isEmpty() && !lookUp(batch, inspection)) {
            rests.begin(batch, AGAIN);
            return;
        }
        var _ = ledger.append(
                inspection.faults().isEmpty()
                        ? batch.started(inspection.work(), clock.instant())
                        : batch.failed(inspection.faults(), clock.instant()));
    }

    private void read(StoredFile file, Inspection inspection) throws IOException {
        int longest = Math.toIntExact(config.longestLine().asLongValue());
        try (var lines = new Lines(files.open(file, 0), 0, longest)) {
            Lines.Raw line = lines.next();
            while (line != null && inspection.see(line)) {
                line = lines.next();
            }
        }
    }

    /** Whether all models could be looked up. */
    private boolean lookUp(Batch batch, Inspection inspection) throws InterruptedException {
        var payer = new Payer(batch.order().tenant(), batch.order().keyId());
        for (Map.Entry<String, Integer> model :
                inspection.models().entrySet().stream().limit(MOST_LOOKED_UP).toList()) {
            int status;
            try {
                status = gateway.model(payer, model.getKey()).status();
            } catch (IOException away) {
                return false;
            }
            switch (status) {
                case 200 -> {}
                case 404 ->
                    inspection.fault(
                            "model_not_found",
                            "There is no model of this name for this key. GET /v1/models lists those there are.",
                            "body.model",
                            model.getValue());
                case 401, 403 -> {
                    inspection.fault(
                            "key_not_in_force",
                            "The API key that submitted the batch is revoked, expired or may not do this. Submit it with another.",
                            null,
                            null);
                    return true;
                }
                default -> {
                    return false;
                }
            }
            if (inspection.isFull()) {
                return true;
            }
        }
        return true;
    }
}
