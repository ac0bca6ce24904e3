package dev.sluice.gateway.resume;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events are found whatever ends their lines and wherever their pieces are cut. */
class EventCutterTest {

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void everyLineEndingOfTheStandardEndsEvents(String end) {
        String stream = "data: a" + end + end + "event: x" + end + "data: b" + end + end + ": c" + end + end;

        assertThat(cut(List.of(stream))).hasSize(3);
    }

    @Property(tries = 300)
    void theCutsOfTheNetworkDoNotMatter(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 9) Integer> cuts,
            @ForAll @IntRange(min = 0, max = 2) int ending) {
        String end = List.of("\n", "\r\n", "\r").get(ending);
        String stream = ("data: {\"a\":1}" + end + end + "id: 7" + end + "data: [DONE]" + end + end).repeat(3);
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int i = 0; from < stream.length(); i++) {
            int to = Math.min(stream.length(), from + cuts.get(i % cuts.size()));
            pieces.add(stream.substring(from, to));
            from = to;
        }

        List<String> events = cut(pieces);

        assertThat(events).hasSize(6);
        assertThat(events).allSatisfy(event -> assertThat(event).matches("(?s)(data|id).*"));
        assertThat(String.join("", events).replaceAll("[\r\n]", "")).isEqualTo(stream.replaceAll("[\r\n]", ""));
    }

    private static List<String> cut(List<String> pieces) {
        var cutter = new EventCutter();
        List<String> events = new ArrayList<>();
        pieces.forEach(piece -> cutter.accept(Buffer.buffer(piece), event -> events.add(event.toString())));
        assertThat(cutter.held()).isZero();
        return events;
    }
}
