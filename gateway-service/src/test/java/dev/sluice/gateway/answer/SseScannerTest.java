package dev.sluice.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SseScannerTest {

    private static final String STREAM = ": hello\n\n"
            + "data: one\n\n"
            + "data:two\r\n\r\n"
            + "event: odd\ndata: three\ndata: and four\nid: 7\nretry: 5\n\n"
            + "data\n\n"
            + "data:  spaced\r\rdata: caf\u00e9 \ud83d\ude00\n\n";

    private static final List<String> EVENTS =
            List.of("|one", "|two", "odd|three\nand four", "|", "| spaced", "|caf\u00e9 \ud83d\ude00");

    private final List<String> seen = new ArrayList<>();

    private SseScanner scanner(int bound) {
        return new SseScanner(
                bound,
                (name, data, length, whole) -> seen.add(
                        name + "|" + new String(data, 0, length, StandardCharsets.UTF_8) + (whole ? "" : "~")));
    }

    @Test
    void eventsAreFoundAsTheStandardSays() {
        scanner(1_000).accept(STREAM.getBytes(StandardCharsets.UTF_8));

        assertThat(seen).isEqualTo(EVENTS);
    }

    @Property(tries = 500)
    void whereverTheChunksAreCut(@ForAll @Size(max = 12) List<@IntRange(max = 110) Integer> cuts) {
        seen.clear();
        byte[] all = STREAM.getBytes(StandardCharsets.UTF_8);
        SseScanner scanner = scanner(1_000);

        int from = 0;
        for (int cut : cuts.stream().map(c -> Math.min(c, all.length)).sorted().toList()) {
            scanner.accept(Arrays.copyOfRange(all, from, cut));
            from = cut;
        }
        scanner.accept(Arrays.copyOfRange(all, from, all.length));

        assertThat(seen).isEqualTo(EVENTS);
    }

    @Property(tries = 300)
    void whatIsPassedOnEndsWithAWholeEvent(@ForAll @IntRange(min = 1, max = 40) int size) {
        seen.clear();
        byte[] all = STREAM.getBytes(StandardCharsets.UTF_8);
        SseScanner scanner = scanner(1_000);
        var passed = new ByteArrayOutputStream();
        var tail = new ByteArrayOutputStream();

        for (int from = 0; from < all.length; from += size) {
            byte[] chunk = Arrays.copyOfRange(all, from, Math.min(all.length, from + size));
            int boundary = scanner.accept(chunk);
            if (boundary > 0) {
                passed.writeBytes(tail.toByteArray());
                tail.reset();
                passed.write(chunk, 0, boundary);
                assertThat(passed.toString(StandardCharsets.UTF_8)).matches("(?s).*(\n\n|\r\r|\r\n\r\n?)");
            }
            tail.write(chunk, boundary, chunk.length - boundary);
        }
        passed.writeBytes(tail.toByteArray());

        assertThat(passed.toByteArray()).isEqualTo(all);
    }

    @Test
    void aByteOrderMarkIsNotPartOfTheFirstField() {
        scanner(100).accept("\ufeffdata: x\n\n".getBytes(StandardCharsets.UTF_8));

        assertThat(seen).containsExactly("|x");
    }

    @Test
    void anEventLargerThanTheBoundIsMarkedAndTheNextIsReadAgain() {
        SseScanner scanner = scanner(32);

        scanner.accept(("data: " + "x".repeat(100) + "\n\ndata: ok\n\n").getBytes(StandardCharsets.UTF_8));

        assertThat(seen).hasSize(2);
        assertThat(seen.getFirst()).endsWith("~");
        assertThat(seen.getLast()).isEqualTo("|ok");
    }

    @Test
    void anEventWithoutItsEndIsNoEvent() {
        int boundary = scanner(100).accept("data: x\n".getBytes(StandardCharsets.UTF_8));

        assertThat(boundary).isZero();
        assertThat(seen).isEmpty();
    }

    @Property(tries = 500)
    void anyBytesAreSurvived(@ForAll byte[] bytes) {
        int boundary = scanner(64).accept(bytes);

        assertThat(boundary).isBetween(0, bytes.length);
    }
}
