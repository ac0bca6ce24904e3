package dev.sluice.worker.batches;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.worker.batches.Batch.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InspectionTest {

    private static final String CHAT = "/v1/chat/completions";

    private static Inspection inspect(String text, int most, int slice) throws IOException {
        var inspection = new Inspection(CHAT, most, slice, Ask.reader(new ObjectMapper()));
        try (var lines = new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 0, 1_000)) {
            Lines.Raw line = lines.next();
            while (line != null && inspection.see(line)) {
                line = lines.next();
            }
        }
        return inspection;
    }

    @Test
    void slices_begin_where_their_first_request_does_blank_lines_left_out() throws IOException {
        String one = OpenAi.chat("é", "m", "x");
        String text = one + "\n\n" + OpenAi.chat("b", "m", "x") + "\r\n" + OpenAi.chat("c", "n", "x");

        Inspection inspection = inspect(text, 3, 2);

        assertThat(inspection.faults()).isEmpty();
        assertThat(inspection.work().total()).isEqualTo(3);
        long third = text.getBytes(StandardCharsets.UTF_8).length
                - OpenAi.chat("c", "n", "x").length();
        assertThat(inspection.work().starts()).containsExactly(0L, third);
        assertThat(inspection.work().end(1)).isEqualTo(3);
        assertThat(inspection.models()).isEqualTo(Map.of("m", 1, "n", 4));
    }

    @Test
    void as_many_requests_as_may_be_are_fine_and_one_more_is_told_with_its_line() throws IOException {
        String three = OpenAi.chats(3, "m");

        assertThat(inspect(three, 3, 10).faults()).isEmpty();
        assertThat(inspect(three, 2, 10).faults())
                .extracting(Fault::code, Fault::line)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("too_many_requests_in_file", 3));
    }

    @Test
    void no_more_than_a_hundred_faults_are_told() throws IOException {
        assertThat(inspect("{\n".repeat(250), 1_000, 10).faults()).hasSize(100);
    }

    @Test
    void what_json_allows_but_cannot_mean_anything_sure_is_refused() throws IOException {
        String twice = "{\"custom_id\":\"a\",\"custom_id\":\"b\",\"method\":\"POST\"}";
        String streamed = OpenAi.line("a", CHAT, Map.of("model", "m", "stream", true));
        String noBody = "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"" + CHAT + "\"}";
        String noName = OpenAi.line(" ", CHAT, Map.of("model", "m"));
        String two = OpenAi.chat("a", "m", "x") + " {}";

        assertThat(inspect(String.join("\n", twice, streamed, noBody, noName, two), 10, 10)
                        .faults())
                .extracting(Fault::code)
                .containsExactly(
                        "invalid_json_line",
                        "stream_not_supported",
                        "invalid_body",
                        "invalid_custom_id",
                        "invalid_json_line");
    }

    @Test
    void a_line_as_long_as_may_be_is_read_and_one_byte_more_is_not() throws IOException {
        String exact = "x".repeat(1_000);
        try (var lines = new Lines(
                new ByteArrayInputStream((exact + "\n" + exact + "y\nz").getBytes(StandardCharsets.UTF_8)), 0, 1_000)) {
            assertThat(lines.next()).satisfies(line -> assertThat(line.bytes()).hasSize(1_000));
            assertThat(lines.next())
                    .satisfies(line -> assertThat(line.tooLong()).isTrue());
            assertThat(lines.next()).satisfies(line -> assertThat(line.start()).isEqualTo(2_003));
            assertThat(lines.next()).isNull();
        }
    }

    @Test
    void an_empty_file_is_a_fault() throws IOException {
        assertThat(List.of(inspect("", 1, 1), inspect("\n \r\n", 1, 1)))
                .allSatisfy(inspection ->
                        assertThat(inspection.faults()).extracting(Fault::code).containsExactly("empty_file"));
    }
}
