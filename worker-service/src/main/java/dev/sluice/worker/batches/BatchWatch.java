package dev.sluice.worker.batches;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/** How much work of batches there is, for those who watch the lanes. */
@ApplicationScoped
public class BatchWatch {

    private final BatchLedger ledger;
    private final Clock clock;

    BatchWatch(BatchLedger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Of a tenant. */
    public BatchCounts of(String tenant) {
        return counts(ledger.table().open().stream()
                .filter(batch -> batch.order().tenant().equals(tenant))
                .toList());
    }

    /** Of all tenants together. */
    public BatchCounts all() {
        return counts(ledger.table().open());
    }

    private BatchCounts counts(List<Batch> open) {
        return BatchCounts.of(open, ledger::tally, clock.instant());
    }
}
