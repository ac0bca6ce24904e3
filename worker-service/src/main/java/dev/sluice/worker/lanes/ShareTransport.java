package dev.sluice.worker.lanes;

import dev.sluice.contracts.tasks.Lane;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.worker.ledger.TaskTopics;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Commands through a share group (KIP-932), in which more workers than partitions can take part. A share consumer cannot
 * pause a topic, so each lane has one of its own that polls only while the lane has room. A command is answered when it has
 * its place in the lane, since Kafka takes an unanswered one back after a minute at most and gives up after a few
 * deliveries; what a killed worker held is found by the reaper.
 */
final class ShareTransport implements Transport {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);
    private static final long ADMIN_SECONDS = 10;
    private static final int MOST_POLLED = 50;

    private final LaneBuffers buffers;
    private final KafkaClients clients;
    private final Commands commands;
    private final String group;
    private final Runnable dispatch;
    private final Map<Lane, KafkaShareConsumer<String, byte[]>> polling = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(0);
    private volatile boolean stopping;

    /**
     * @param group the share group
     * @param dispatch starts what can start; called after each poll
     */
    ShareTransport(LaneBuffers buffers, KafkaClients clients, Commands commands, String group, Runnable dispatch) {
        this.buffers = buffers;
        this.clients = clients;
        this.commands = commands;
        this.group = group;
        this.dispatch = dispatch;
    }

    @Override
    public void run() {
        List<Thread> lanes = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            lanes.add(Thread.ofPlatform()
                    .name("task-commands-" + lane.wireName())
                    .daemon()
                    .start(() -> follow(lane)));
        }
        for (Thread lane : lanes) {
            try {
                lane.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void follow(Lane lane) {
        while (!stopping) {
            try {
                fromTheBeginning();
                poll(lane);
            } catch (ExecutionException | TimeoutException | KafkaException e) {
                if (!stopping) {
                    Log.warnf("polling %s commands failed (%s); beginning anew", lane.wireName(), e.getMessage());
                    awaitRoom(Duration.ofSeconds(1));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Tells the broker that a new group begins with what is there; by default it would miss it. */
    private void fromTheBeginning() throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = clients.admin("sluice-task-share")) {
            var earliest =
                    new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(
                            Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), List.of(earliest)))
                    .all()
                    .get(ADMIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void poll(Lane lane) {
        Map<String, Object> settings = Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_POLLED);
        try (KafkaShareConsumer<String, byte[]> consumer =
                clients.shareConsumer("sluice-task-commands-" + lane.wireName(), group, settings)) {
            consumer.subscribe(List.of(TaskTopics.commands(lane)));
            polling.put(lane, consumer);
            while (!stopping) {
                if (buffers.isFull(lane)) {
                    awaitRoom(POLL);
                    continue;
                }
                try {
                    for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                        boolean unseen = record.deliveryCount()
                                .filter(count -> count == 1)
                                .isPresent();
                        commands.read(record, unseen).ifPresent(buffers::offered);
                    }
                    consumer.commitAsync();
                } catch (WakeupException roomOrStop) {
                    // An end.
                }
                dispatch.run();
            }
            consumer.commitSync(LAST_ANSWERS);
        } finally {
            polling.remove(lane);
        }
    }

    private void awaitRoom(Duration atMost) {
        try {
            if (!room.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                dispatch.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    @Override
    public void nudge() {
        int waiting = Lane.values().length - room.availablePermits();
        if (waiting > 0) {
            room.release(waiting);
        }
    }

    @Override
    public void stop() {
        stopping = true;
        nudge();
        Arrays.stream(Lane.values()).forEach(lane -> {
            KafkaShareConsumer<String, byte[]> consumer = polling.get(lane);
            if (consumer != null) {
                consumer.wakeup();
            }
        });
    }
}
