package dev.sluice.worker.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.tasks.TaskCommand;
import dev.sluice.kit.ids.Ids;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.TopicBootstrap;
import dev.sluice.worker.ledger.TaskTopics;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every transport must do, on a real broker. Each test has a group of its own beside the worker's. */
abstract class TransportContract {

    static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject
    KafkaClients clients;

    @Inject
    TopicBootstrap topics;

    @Inject
    ObjectMapper json;

    private final String group = "contract-" + Ids.next();
    private final List<Member> members = new ArrayList<>();

    /** A worker's part of the transport: what came, and what is done with it. */
    final class Member {
        final LaneBuffers buffers;
        final Set<String> came = ConcurrentHashMap.newKeySet();
        final Set<String> firsts = ConcurrentHashMap.newKeySet();
        private final boolean takes;
        private final Transport transport;
        private final Thread thread;

        Member(int window, boolean takes) {
            this.takes = takes;
            this.buffers = new LaneBuffers(4, window, new Caps(Caps.Limits.NONE, Caps.Everywhere.UNKNOWN), t -> 1);
            this.transport = transport(buffers, group, this::take);
            this.thread = Thread.ofPlatform().daemon().start(transport::run);
            members.add(this);
        }

        private void take() {
            if (takes) {
                takeAll();
            }
        }

        void takeAll() {
            for (var next = buffers.next(); next.isPresent(); next = buffers.next()) {
                if (next.get().first()) {
                    firsts.add(next.get().taskId());
                }
                came.add(next.get().taskId());
                buffers.acknowledge(next.get());
                buffers.ended(next.get());
            }
        }

        void stop() throws InterruptedException {
            transport.stop();
            assertThat(thread.join(Duration.ofSeconds(30)))
                    .as("it ends when told")
                    .isTrue();
        }
    }

    abstract Transport transport(LaneBuffers buffers, String group, Runnable dispatch);

    @BeforeEach
    void topics() throws Exception {
        topics.ensure(TaskTopics.all()).get();
    }

    @AfterEach
    void stopAll() throws InterruptedException {
        for (Member member : members) {
            member.stop();
        }
    }

    @Test
    void commands_of_all_lanes_come_even_those_sent_before_the_group_was_there() throws Exception {
        Set<String> early = send(10, Lane.values());
        var member = new Member(100, true);
        await().atMost(PATIENCE).until(() -> member.came.containsAll(early));

        Set<String> late = send(10, Lane.values());

        await().atMost(PATIENCE).until(() -> member.came.containsAll(late));
    }

    @Test
    void what_is_no_command_is_dropped_and_holds_nothing_up() throws Exception {
        try (var producer = clients.producer("contract", Map.of())) {
            producer.send(new ProducerRecord<>(
                            TaskTopics.commands(Lane.HIGH), "acme", "no command".getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
        Set<String> sent = send(3, Lane.HIGH);

        var member = new Member(100, true);

        await().atMost(PATIENCE).until(() -> member.came.containsAll(sent));
    }

    @Test
    void a_full_lane_takes_little_more_and_goes_on_when_there_is_room() throws Exception {
        Set<String> sent = send(2_500, Lane.LOW);
        var member = new Member(20, false);
        await().atMost(PATIENCE).until(() -> member.buffers.isFull(Lane.LOW));
        assertThat(member.buffers.waiting(Lane.LOW)).isLessThan(2_500);

        await().atMost(PATIENCE).until(() -> {
            member.takeAll();
            member.transport.nudge();
            return member.came.containsAll(sent);
        });
    }

    @Test
    void two_members_bring_every_command_to_one_of_them_and_go_on_when_one_stops() throws Exception {
        var first = new Member(100, true);
        var second = new Member(100, true);
        Set<String> sent = send(200, Lane.NORMAL);
        await().atMost(PATIENCE).until(() -> both(first, second).containsAll(sent));

        second.stop();
        Set<String> later = send(200, Lane.NORMAL);

        await().atMost(PATIENCE).until(() -> both(first, second).containsAll(later));
        members.remove(second);
    }

    private static Set<String> both(Member first, Member second) {
        Set<String> all = ConcurrentHashMap.newKeySet();
        all.addAll(first.came);
        all.addAll(second.came);
        return all;
    }

    Set<String> send(int count, Lane... lanes) throws Exception {
        List<Future<?>> sending = new ArrayList<>();
        try (var producer = clients.producer("contract", Map.of())) {
            List<TaskCommand> commands = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                var command = new TaskCommand(TaskCommand.SCHEMA, "contract-" + Ids.next(), "t" + i % 7, "submit");
                commands.add(command);
                sending.add(producer.send(new ProducerRecord<>(
                        TaskTopics.commands(lanes[i % lanes.length]),
                        command.tenant(),
                        json.writeValueAsBytes(command))));
            }
            for (Future<?> one : sending) {
                one.get();
            }
            return commands.stream().map(TaskCommand::taskId).collect(Collectors.toSet());
        }
    }
}
