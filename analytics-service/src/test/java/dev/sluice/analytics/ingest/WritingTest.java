package dev.sluice.analytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.analytics.Events;
import dev.sluice.analytics.store.Batch;
import dev.sluice.analytics.store.DuckStore;
import dev.sluice.analytics.store.StoreAway;
import dev.sluice.analytics.store.StoreFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritingTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    Path folder;

    private DuckStore store;
    private Writing writing;

    @BeforeEach
    void open() {
        store = StoreFixture.store(folder);
        writing = new Writing(store, new IngestState(new SimpleMeterRegistry()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whoBeganABatchGoesOnWhileTheStoreIsBusyWithIt() {
        Batch batch = batch(1, "acme");
        synchronized (store) {
            // When the store takes nothing yet
            writing.begin(batch);

            // Then
            assertThat(writing.isFree()).isFalse();
        }
        assertThat(writing.settle()).contains(batch);
        assertThat(writing.isFree()).isTrue();
        assertThat(store.offsets()).containsEntry(StoreFixture.PARTITION, 1L);
    }

    @Test
    void aBatchBeginsOnlyWhenTheOneBeforeIsKnownToBeInTheStore() {
        // Given
        writing.begin(batch(1, "acme"));

        // Then
        assertThatThrownBy(() -> writing.begin(batch(2, "acme"))).isInstanceOf(IllegalStateException.class);
        assertThat(writing.settle()).isPresent();
        assertThat(store.offsets()).containsEntry(StoreFixture.PARTITION, 1L);
    }

    @Test
    void aBatchTheStoreDoesNotTakeIsToldToWhoWaitsForIt() {
        // Given an id the reader would have refused
        writing.begin(
                StoreFixture.batch(1, List.of(Events.completion("not-a-uuid-at-all", "acme", NOON, "MISS", 1, 0))));

        // When
        assertThatThrownBy(writing::settle).isInstanceOf(StoreAway.class);

        // Then
        assertThat(store.offsets()).isEmpty();
        assertThat(writing.settle()).isEmpty();
        assertThat(writing.isFree()).isTrue();
    }

    private static Batch batch(long next, String tenant) {
        return StoreFixture.batch(next, List.of(Events.completion(tenant, NOON, "MISS", 1, 0)));
    }
}
