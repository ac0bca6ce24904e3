package dev.sluice.kit.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Whatever is appended, removed and reopened in whatever order: the spill is a queue. */
class SpillProperties {

    private static final int BOUND = 4_096;

    @Property(tries = 150)
    void itIsAQueueThatSurvivesRestarts(@ForAll @Size(max = 60) List<@IntRange(min = -3, max = 300) Integer> steps)
            throws IOException {
        Path folder = Files.createTempDirectory("spill");
        Deque<byte[]> model = new ArrayDeque<>();
        Spill spill = Spill.open(folder, BOUND);
        try {
            byte filler = 0;
            for (int step : steps) {
                if (step >= 0) {
                    byte[] payload = new byte[step];
                    java.util.Arrays.fill(payload, filler++);
                    if (spill.append(payload)) {
                        model.add(payload);
                    }
                } else if (step == -1) {
                    List<byte[]> oldest = spill.peek(5);
                    assertThat(oldest.isEmpty()).isEqualTo(model.isEmpty());
                    oldest.forEach(one -> assertThat(one).isEqualTo(model.removeFirst()));
                    spill.remove(oldest);
                } else if (spill.records() == model.size()) {
                    spill.close();
                    long before = model.size();
                    spill = Spill.open(folder, BOUND);
                    // What had been removed from the first segment may come again; nothing else, and nothing is
                    // missing.
                    for (long again = spill.records() - before; again > 0; again--) {
                        spill.remove(spill.peek(1));
                    }
                }
                assertThat(spill.records()).isEqualTo(model.size());
                assertThat(spill.bytes()).isLessThanOrEqualTo(BOUND);
            }
            for (List<byte[]> some = spill.peek(3); !some.isEmpty(); some = spill.peek(3)) {
                some.forEach(one -> assertThat(one).isEqualTo(model.removeFirst()));
                spill.remove(some);
            }
            assertThat(model).isEmpty();
        } finally {
            spill.close();
            remove(folder);
        }
    }

    @Property(tries = 200)
    void aLetterComesBackAsItWas(
            @ForAll @StringLength(max = 40) String key,
            @ForAll @StringLength(max = 10) String header,
            @ForAll byte[] headerValue,
            @ForAll byte[] value) {
        var headers = new RecordHeaders();
        headers.add(header, headerValue);

        Letter again = Letter.decode(new Letter(key, headers, value).encode());

        assertThat(again.key()).isEqualTo(key);
        assertThat(again.headers()).isEqualTo(headers);
        assertThat(again.value()).isEqualTo(value);
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            files.forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        Files.delete(folder);
    }
}
