package dev.sluice.worker.lanes;

import dev.sluice.contracts.tasks.Lane;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;

/**
 * A command that was polled.
 *
 * @param taskId which task to look at
 * @param tenant whose it is
 * @param type its kind; empty when the command does not say
 * @param cost the tokens it will take, by estimate, at least {@link FairQueue#LEAST}
 * @param since when the command was written
 * @param lane the lane it came on
 * @param where its partition
 * @param offset its offset
 * @param first whether it is a submission's own, polled as soon as it was written and by nobody before: nobody can have served it. Of any
 *     other the task may have gone on, further than this worker has read
 */
public record Wakeup(
        String taskId,
        String tenant,
        String type,
        long cost,
        Instant since,
        Lane lane,
        TopicPartition where,
        long offset,
        boolean first) {}
