package dev.sluice.worker.lanes;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * Up to where each partition may be committed when records are done with out of order: never past one that is not. Not
 * safe for use by several threads at once.
 */
final class Acknowledgements {

    private static final class Progress {
        private final TreeSet<Long> pending = new TreeSet<>();
        private long next;
        private long committed;

        long committable() {
            return pending.isEmpty() ? next : pending.first();
        }
    }

    private final Map<TopicPartition, Progress> partitions = new HashMap<>();

    /** A record was polled. */
    void polled(TopicPartition where, long offset) {
        Progress progress = partitions.computeIfAbsent(where, w -> {
            var fresh = new Progress();
            fresh.committed = offset;
            return fresh;
        });
        progress.pending.add(offset);
        progress.next = offset + 1;
    }

    /** A record is done with; nothing happens when its partition has been taken away. */
    void done(TopicPartition where, long offset) {
        Progress progress = partitions.get(where);
        if (progress != null) {
            progress.pending.remove(offset);
        }
    }

    /** The partition belongs to another worker now. */
    void revoked(TopicPartition where) {
        partitions.remove(where);
    }

    /** What can be committed and has not been; asking counts as committing. */
    Map<TopicPartition, Long> toCommit() {
        Map<TopicPartition, Long> commit = new HashMap<>();
        partitions.forEach((where, progress) -> {
            if (progress.committable() > progress.committed) {
                progress.committed = progress.committable();
                commit.put(where, progress.committed);
            }
        });
        return commit;
    }
}
