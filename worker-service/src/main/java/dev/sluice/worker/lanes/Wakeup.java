package dev.sluice.worker.lanes;

import dev.sluice.contracts.tasks.Lane;
import org.apache.kafka.common.TopicPartition;

/**
 * A command that was polled.
 *
 * @param taskId which task to look at
 * @param lane the lane it came on
 * @param where its partition
 * @param offset its offset
 */
public record Wakeup(String taskId, Lane lane, TopicPartition where, long offset) {}
