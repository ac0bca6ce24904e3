package dev.sluice.worker.batches;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.sluice.worker.batches.Batch.Fault;
import dev.sluice.worker.batches.Batch.Seal;
import dev.sluice.worker.batches.Batch.Status;
import dev.sluice.worker.batches.Batch.Work;
import dev.sluice.worker.files.StoredFile;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A batch as OpenAI's API shows it. Pure. */
final class BatchView {

    private static final List<Status> TIMES = List.of(
            Status.IN_PROGRESS,
            Status.FINALIZING,
            Status.COMPLETED,
            Status.FAILED,
            Status.EXPIRED,
            Status.CANCELLING,
            Status.CANCELLED);

    private BatchView() {}

    /**
     * A batch with how far it is.
     *
     * @param tally counts while it is not over
     */
    static Map<String, Object> of(Batch batch, Tally tally) {
        Batch.Order order = batch.order();
        Seal seal = batch.status().isTerminal() ? batch.seal() : null;
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", order.id());
        view.put("object", "batch");
        view.put("endpoint", order.endpoint());
        view.put("errors", orNull(batch.faults().isEmpty() ? null : faults(batch.faults())));
        view.put("input_file_id", order.inputFile());
        view.put("completion_window", order.window());
        view.put("status", batch.status().wireName());
        view.put("output_file_id", orNull(seal == null ? null : id(seal.output())));
        view.put("error_file_id", orNull(seal == null ? null : id(seal.errors())));
        view.put("created_at", order.createdAt().getEpochSecond());
        view.put("expires_at", order.expiresAt().getEpochSecond());
        for (Status status : TIMES) {
            Instant at = batch.times().get(status.wireName());
            view.put(status.wireName() + "_at", orNull(at == null ? null : at.getEpochSecond()));
        }
        Work work = batch.work();
        view.put(
                "request_counts",
                Map.of(
                        "total",
                        work == null ? 0 : work.total(),
                        "completed",
                        seal == null ? tally.completed() : seal.completed(),
                        "failed",
                        seal == null ? tally.failed() : seal.failed()));
        view.put("usage", (seal == null ? tally.usage() : seal.usage()).view());
        view.put("metadata", orNull(order.metadata()));
        return view;
    }

    /** What is written as JSON's null rather than left out. */
    private static Object orNull(@Nullable Object value) {
        return value == null ? NullNode.getInstance() : value;
    }

    private static @Nullable String id(@Nullable StoredFile file) {
        return file == null ? null : file.id();
    }

    private static Map<String, Object> faults(List<Fault> faults) {
        return Map.of(
                "object", "list", "data", faults.stream().map(BatchView::fault).toList());
    }

    private static Map<String, Object> fault(Fault fault) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("code", fault.code());
        view.put("message", fault.message());
        view.put("param", orNull(fault.param()));
        view.put("line", orNull(fault.line()));
        return view;
    }
}
