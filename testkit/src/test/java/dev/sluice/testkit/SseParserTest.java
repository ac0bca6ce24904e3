package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SseParserTest {

    private record Parsed(List<SseEvent> events, String unfinished) {}

    private static Parsed parse(String stream, int size) {
        var parser = new SseParser();
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        List<SseEvent> events = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += size) {
            events.addAll(parser.feed(bytes, from, Math.min(size, bytes.length - from), 0));
        }
        events.addAll(parser.end(0));
        return new Parsed(events, parser.unfinished().text());
    }

    @Example
    void readsFieldsCommentsAndSeveralDataLines() {
        List<SseEvent> events = parse(
                        ": hello\n\nevent: tick\nid: 7\ndata: a\ndata:b\nother: x\n\ndata\n\n", Integer.MAX_VALUE / 2)
                .events();

        assertThat(events).hasSize(3);
        assertThat(events.get(0).isComment()).isTrue();
        assertThat(events.get(0).comments()).containsExactly(" hello");
        assertThat(events.get(1).event()).isEqualTo("tick");
        assertThat(events.get(1).id()).isEqualTo("7");
        assertThat(events.get(1).data()).isEqualTo("a\nb");
        assertThat(events.get(2).data()).isEmpty();
    }

    @Example
    void keepsTheUnfinishedEndOfACutStream() {
        Parsed parsed = parse("data: whole\n\ndata: ha", 5);

        assertThat(parsed.events()).hasSize(1);
        assertThat(parsed.unfinished()).isEqualTo("data: ha");
    }

    @Property(tries = 300)
    void findsTheSameBlocksHoweverTheBytesAreSplit(
            @ForAll("streams") String stream, @ForAll @IntRange(min = 1, max = 9) int size) {
        Parsed whole = parse(stream, Integer.MAX_VALUE / 2);

        assertThat(parse(stream, size)).isEqualTo(whole);
    }

    @Property(tries = 300)
    void losesNoByte(@ForAll("streams") String stream, @ForAll @IntRange(min = 1, max = 9) int size) {
        Parsed parsed = parse(stream, size);

        String all =
                String.join("", parsed.events().stream().map(SseEvent::text).toList()) + parsed.unfinished();
        assertThat(all).isEqualTo(stream);
    }

    @Provide
    Arbitrary<String> streams() {
        Arbitrary<String> line = Arbitraries.of(
                "data: {\"a\":1}", "data:x", "event: e", ": c", "id: 1", "data", "retry: 5", "ünï: ✓", "", "", "");
        Arbitrary<String> end = Arbitraries.of("\n", "\r\n", "\r");
        return net.jqwik.api.Combinators.combine(line, end)
                .as(String::concat)
                .list()
                .ofMaxSize(20)
                .map(lines -> String.join("", lines));
    }
}
