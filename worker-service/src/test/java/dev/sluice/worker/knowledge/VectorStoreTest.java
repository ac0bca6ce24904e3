package dev.sluice.worker.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorStoreTest {

    private static final long LARGE = 1_000_000;

    @TempDir
    Path folder;

    @Test
    void vectors_are_there_after_a_restart() {
        try (var store = open(LARGE)) {
            store.put("m", "one", vector(1, 2));
            store.put("m", "two", vector(3, 4));
        }
        try (var store = open(LARGE)) {
            assertThat(store.model()).isEqualTo("m");
            assertThat(numbers(store, "one")).containsExactly(1, 2);
            assertThat(numbers(store, "two")).containsExactly(3, 4);
            assertThat(store.of("three")).isNull();
        }
    }

    @Test
    void another_model_or_width_begins_anew() {
        try (var store = open(LARGE)) {
            store.put("m", "one", vector(1, 2));
            store.put("n", "two", vector(3, 4));
            assertThat(store.of("one")).isNull();
            assertThat(store.model()).isEqualTo("n");
            store.put("n", "three", vector(5, 6, 7));
            assertThat(store.of("two")).isNull();
            assertThat(numbers(store, "three")).containsExactly(5, 6, 7);
        }
    }

    @Test
    void a_torn_end_and_a_flipped_bit_cost_their_vectors_only() throws IOException {
        try (var store = open(LARGE)) {
            store.put("m", "one", vector(1, 2));
            store.put("m", "two", vector(3, 4));
            store.put("m", "three", vector(5, 6));
        }
        Path file = folder.resolve("v.bin");
        byte[] bytes = Files.readAllBytes(file);
        int record = 16 + 8 + 4;
        bytes[bytes.length - 2 * record + 17] ^= 1;
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 3));

        try (var store = open(LARGE)) {
            assertThat(numbers(store, "one")).containsExactly(1, 2);
            assertThat(store.of("two")).isNull();
            assertThat(store.of("three")).isNull();
            store.put("m", "three", vector(5, 6));
            assertThat(numbers(store, "three")).containsExactly(5, 6);
        }
    }

    @Test
    void a_file_that_is_none_of_ours_begins_anew() throws IOException {
        Files.writeString(folder.resolve("v.bin"), "something else that is long enough to be a header of a file");

        try (var store = open(LARGE)) {
            assertThat(store.size()).isZero();
            store.put("m", "one", vector(1, 2));
            assertThat(numbers(store, "one")).containsExactly(1, 2);
        }
    }

    @Test
    void it_fills_up_to_its_bound_and_then_begins_anew() throws IOException {
        int header = 16 + 8 + 1;
        int record = 16 + 8 + 4;
        try (var store = open(header + 2 * record)) {
            store.put("m", "one", vector(1, 2));
            store.put("m", "two", vector(3, 4));
            assertThat(store.size()).isEqualTo(2);
            store.put("m", "three", vector(5, 6));
            assertThat(store.size()).isEqualTo(1);
            assertThat(numbers(store, "three")).containsExactly(5, 6);
        }
        assertThat(Files.size(folder.resolve("v.bin"))).isEqualTo(header + record);
    }

    private VectorStore open(long largest) {
        return new VectorStore(folder.resolve("v.bin"), largest);
    }

    private static float[] numbers(VectorStore store, String text) {
        return Objects.requireNonNull(store.of(text)).numbers();
    }

    private static Vector vector(float... numbers) {
        return new Vector(numbers);
    }
}
