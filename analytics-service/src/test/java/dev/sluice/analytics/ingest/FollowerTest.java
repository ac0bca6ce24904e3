package dev.sluice.analytics.ingest;

import static dev.sluice.analytics.store.StoreFixture.number;
import static dev.sluice.analytics.store.StoreFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.sluice.analytics.Events;
import dev.sluice.analytics.store.DuckStore;
import dev.sluice.analytics.store.StoreAway;
import dev.sluice.analytics.store.StoreFixture;
import dev.sluice.contracts.events.Event;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowerTest {

    private static final String TOPIC = "sluice.events";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    @TempDir
    Path folder;

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private DuckStore store;
    private long offset;
    private boolean stopping;

    @BeforeEach
    void topic() {
        store = StoreFixture.store(folder);
        var node = new Node(1, "localhost", 9092);
        var nodes = new Node[] {node};
        consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, node, nodes, nodes)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 3L));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void beginsAtTheBeginningAndThenWhereTheStoreIs() throws Exception {
        // Given
        Follower first = follower();
        first.assign(TOPIC);
        produce("acme", "acme", "acme");
        stopAfterOnePoll();
        first.follow(Duration.ofMinutes(1));
        assertThat(number(store, "SELECT count(*) FROM events")).isEqualTo(3);

        // When
        follower().assign(TOPIC);

        // Then
        assertThat(consumer.position(PARTITION)).isEqualTo(3);
    }

    @Test
    void aTopicThatDoesNotExistYetHasNoPartitions() {
        assertThat(follower().assign("not.yet")).isZero();
    }

    @Test
    void aRecordTheStoreRefusesStopsTheBatchAndIsSetAsideWhenLookedForCarefully() throws Exception {
        // Given a store that does not take one of the events
        refuse("poison");
        Follower follower = follower();
        follower.assign(TOPIC);
        produce("acme", "poison", "acme");
        stopAfterOnePoll();
        assertThatThrownBy(() -> follower.follow(Duration.ofMinutes(1))).isInstanceOf(StoreAway.class);
        assertThat(store.offsets()).isEmpty();

        // When
        Follower careful = follower();
        careful.assign(TOPIC);
        offset = 0;
        produce("acme", "poison", "acme");
        stopAfterOnePoll();
        careful.followCarefully(Duration.ofMinutes(1));

        // Then
        assertThat(number(store, "SELECT count(*) FROM events WHERE tenant = 'acme'"))
                .isEqualTo(number(store, "SELECT count(*) FROM events"))
                .isPositive();
        assertThat(text(store, "SELECT concat_ws(' ', off, reason) FROM ingest_rejects"))
                .isEqualTo("1 store_refused");
        assertThat(store.offsets()).containsEntry(StoreFixture.PARTITION, 3L);
    }

    @Test
    void whatWasReadBehindARefusedBatchIsNotWrittenBeforeIt() throws Exception {
        // Given a store that does not take an event of the first of two batches
        refuse("poison");
        Follower follower = follower();
        follower.assign(TOPIC);
        produce("acme", "poison", "acme", "acme", "acme", "acme");
        stopAfterOnePoll();

        // When
        assertThatThrownBy(() -> follower.follow(Duration.ofMinutes(1))).isInstanceOf(StoreAway.class);

        // Then
        assertThat(store.offsets()).isEmpty();
        assertThat(number(store, "SELECT count(*) FROM events")).isZero();
    }

    @Test
    void storedRejectedAndDuplicatesAddUpToWhatWasAccepted() throws Exception {
        // Given
        Follower follower = follower();
        follower.assign(TOPIC);
        Event twice = Events.completion("acme", NOON, "MISS", 1, 0);
        send(JSON.writeValueAsBytes(twice));
        send(JSON.writeValueAsBytes(twice));
        send("garbage".getBytes(StandardCharsets.UTF_8));
        stopAfterOnePoll();

        // When
        follower.follow(Duration.ofMinutes(1));

        // Then
        assertThat(List.of(counted("stored"), counted("duplicate"), counted("rejected")))
                .containsExactly(1.0, 1.0, 1.0);
    }

    private double counted(String result) {
        return meters.counter("sluice.ingest.events", "result", result).count();
    }

    private Follower follower() {
        stopping = false;
        var gathering =
                new Gathering(new EventReader(JSON, 64 * 1024), InstantSource.system(), 3, Duration.ofMillis(500));
        return new Follower(consumer, store, gathering, new IngestState(meters), () -> stopping);
    }

    private void produce(String... tenants) throws Exception {
        for (String tenant : tenants) {
            send(JSON.writeValueAsBytes(Events.completion(tenant, NOON, "MISS", 1, 0)));
        }
    }

    private void send(byte[] value) {
        consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, offset++, "key", value));
    }

    private void stopAfterOnePoll() {
        consumer.schedulePollTask(() -> stopping = true);
    }

    /** Makes the file anew with a table that does not take the tenant. */
    private void refuse(String tenant) throws SQLException {
        String table = StoreFixture.eventsTable()
                .replace("tenant VARCHAR NOT NULL", "tenant VARCHAR CHECK (tenant <> '%s')".formatted(tenant));
        try (var connection =
                        new DuckDBDriver().connect("jdbc:duckdb:" + folder.resolve("events.duckdb"), new Properties());
                var statement = connection.createStatement()) {
            statement.execute(table);
        }
    }
}
