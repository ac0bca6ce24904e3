package dev.sluice.kit.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spill keeps what was appended whole, whatever happened while it was written. */
class SpillTest {

    private static final long PLENTY = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void whatWasAppendedComesBackInOrderAfterARestart() throws IOException {
        try (Spill spill = Spill.open(folder, PLENTY)) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(spill.append(bytes("event " + i))).isTrue();
            }
        }

        try (Spill again = Spill.open(folder, PLENTY)) {
            assertThat(again.records()).isEqualTo(1_000);
            List<String> all = drain(again);
            assertThat(all).hasSize(1_000).startsWith("event 0", "event 1").endsWith("event 999");
        }
    }

    @Test
    void aTailTornAnywhereCostsOnlyTheRecordThatWasBeingWritten() throws IOException {
        try (Spill spill = Spill.open(folder, PLENTY)) {
            spill.append(bytes("first"));
            spill.append(bytes("second"));
        }
        byte[] whole = Files.readAllBytes(segments().getFirst());
        int second = Segment.HEAD + "second".length();

        for (int torn = 1; torn <= second; torn++) {
            byte[] cut = java.util.Arrays.copyOf(whole, whole.length - torn);
            Files.write(segments().getFirst(), cut);
            try (Spill again = Spill.open(folder, PLENTY)) {
                assertThat(again.append(bytes("third"))).isTrue();
                assertThat(strings(again.peek(10))).containsExactly("first", "third");
            }
            Files.write(segments().getFirst(), whole);
        }
    }

    @Test
    void aRecordWhoseBytesChangedIsNotBelieved() throws IOException {
        try (Spill spill = Spill.open(folder, PLENTY)) {
            spill.append(bytes("first"));
            spill.append(bytes("second"));
        }
        byte[] bytes = Files.readAllBytes(segments().getFirst());
        bytes[bytes.length - 1] ^= 1;
        Files.write(segments().getFirst(), bytes);

        try (Spill again = Spill.open(folder, PLENTY)) {
            assertThat(strings(again.peek(10))).containsExactly("first");
        }
    }

    @Test
    void theBoundIsExact() throws IOException {
        int each = Segment.HEAD + 10;
        try (Spill spill = Spill.open(folder, 3L * each)) {
            assertThat(spill.append(new byte[10])).as("below").isTrue();
            assertThat(spill.append(new byte[10])).as("below").isTrue();
            assertThat(spill.append(new byte[11])).as("one byte above").isFalse();
            assertThat(spill.append(new byte[10])).as("at").isTrue();
            assertThat(spill.append(new byte[0])).as("above").isFalse();
            assertThat(spill.bytes()).isEqualTo(3L * each);

            spill.remove(spill.peek(1));

            assertThat(spill.append(new byte[10])).as("there is room again").isTrue();
        }
    }

    @Test
    void whatWasRemovedGivesItsSpaceBackAndAnEmptySpillLeavesNoFile() throws IOException {
        try (Spill spill = Spill.open(folder, 16_000)) {
            for (int i = 0; i < 100; i++) {
                spill.append(new byte[100]);
            }
            assertThat(segments().size()).isGreaterThan(5);

            assertThat(drain(spill)).hasSize(100);

            assertThat(spill.bytes()).isZero();
            assertThat(segments()).isEmpty();
        }
    }

    @Test
    void aFolderHasOneUser() throws IOException {
        try (Spill spill = Spill.open(folder, PLENTY)) {
            assertThatThrownBy(() -> Spill.open(folder, PLENTY))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another process");
            assertThat(spill.append(bytes("still works"))).isTrue();
        }
        Spill.open(folder, PLENTY).close();
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".spill"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> drain(Spill spill) throws IOException {
        List<String> all = new ArrayList<>();
        for (List<byte[]> some = spill.peek(7); !some.isEmpty(); some = spill.peek(7)) {
            all.addAll(strings(some));
            spill.remove(some);
        }
        return all;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> strings(List<byte[]> payloads) {
        return payloads.stream()
                .map(one -> new String(one, StandardCharsets.UTF_8))
                .toList();
    }
}
