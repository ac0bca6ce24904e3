package dev.sluice.worker.batches;

import dev.sluice.worker.files.FileUse;
import jakarta.enterprise.context.ApplicationScoped;

/** Batches that are not over need their input files. */
@ApplicationScoped
class InputUse implements FileUse {

    private final BatchLedger ledger;

    InputUse(BatchLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public boolean isUsed(String tenant, String id) {
        return ledger.table().open().stream()
                .anyMatch(batch -> batch.order().tenant().equals(tenant)
                        && batch.order().inputFile().equals(id));
    }
}
