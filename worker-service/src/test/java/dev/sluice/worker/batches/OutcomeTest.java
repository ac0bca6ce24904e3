package dev.sluice.worker.batches;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testkit.TestClock;
import dev.sluice.worker.llm.BulkCalls.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeTest {

    private final ObjectMapper json = new ObjectMapper();
    private final Ask ask = new Ask("a \"quoted\" name", "m", new byte[0]);

    private Outcome of(int status, String body, boolean complete, @Nullable Duration retryAfter) {
        return Outcome.of(
                ask, new Reply(status, body.getBytes(StandardCharsets.UTF_8), complete, retryAfter, "req-1"), json);
    }

    private JsonNode line(Outcome outcome) throws Exception {
        String text = new String(((Outcome.Done) outcome).json(), StandardCharsets.UTF_8);
        assertThat(text).doesNotContain("\n", "\r");
        return json.readTree(text);
    }

    @Test
    void an_answer_stays_as_it_came() throws Exception {
        String body =
                "{\"n\":1.10,\"big\":123456789012345678901234567890,\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":4}}}";

        Outcome outcome = of(200, body, true, null);

        assertThat(new String(((Outcome.Done) outcome).json(), StandardCharsets.UTF_8))
                .contains(body);
        assertThat(line(outcome).path("custom_id").asText()).isEqualTo("a \"quoted\" name");
        assertThat(line(outcome).at("/response/request_id").asText()).isEqualTo("req-1");
        assertThat(((Outcome.Done) outcome).usage()).isEqualTo(new Usage(7, 4, 2, 0));
        assertThat(((Outcome.Done) outcome).ok()).isTrue();
    }

    @Test
    void line_breaks_of_an_answer_do_not_break_its_line() throws Exception {
        assertThat(line(of(200, "{\n \"a\": 1\n}\n", true, null))
                        .at("/response/body/a")
                        .asInt())
                .isEqualTo(1);
        assertThat(line(of(403, "<html>\nno", true, null)).at("/response/body").asText())
                .isEqualTo("<html>\nno");
        assertThat(line(of(404, "", true, null)).at("/response/body").asText()).isEmpty();
    }

    @Test
    void a_200_that_is_no_object_or_was_cut_is_no_success() throws Exception {
        assertThat(((Outcome.Done) of(200, "hello", true, null)).ok()).isFalse();
        Outcome cut = of(200, "{\"a\":", false, null);
        assertThat(line(cut).at("/error/code").asText()).isEqualTo("response_too_large");
        assertThat(((Outcome.Done) cut).ok()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503, 529})
    void a_busy_upstream_decides_nothing(int status) {
        assertThat(of(status, "{}", true, Duration.ofSeconds(3))).isEqualTo(new Outcome.Busy(Duration.ofSeconds(3)));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 504})
    void a_failing_upstream_decides_when_it_goes_on_failing(int status) {
        assertThat(of(status, "{}", true, null))
                .isInstanceOfSatisfying(
                        Outcome.Troubled.class,
                        troubled -> assertThat(troubled.otherwise().ok()).isFalse());
    }

    @Test
    void a_rest_doubles_while_there_is_no_room_and_is_as_long_as_asked_for() {
        var clock = new TestClock();
        var rests = new Rests(clock, Duration.ofSeconds(1), Duration.ofSeconds(4), () -> 1.0);
        Batch batch = Batch.accepted(new Batch.Order(
                "batch_1",
                "acme",
                null,
                "k",
                null,
                "/v1/embeddings",
                "f",
                "24h",
                null,
                null,
                Instant.MIN,
                Instant.MAX));
        for (int seconds : new int[] {1, 2, 4, 4}) {
            rests.begin(batch, Duration.ZERO);
            rests.begin(batch, Duration.ZERO);
            clock.pass(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(rests.isResting(batch)).isTrue();
            clock.pass(Duration.ofMillis(1));
            assertThat(rests.isResting(batch)).isFalse();
        }
        rests.end(batch);
        rests.begin(batch, Duration.ofSeconds(20));
        clock.pass(Duration.ofSeconds(19));
        assertThat(rests.isResting(batch)).isTrue();
        rests.forget(batch);
        assertThat(rests.isResting(batch)).isFalse();
    }
}
