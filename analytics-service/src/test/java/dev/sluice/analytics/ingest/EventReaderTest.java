package dev.sluice.analytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.sluice.analytics.Events;
import dev.sluice.contracts.events.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Event GOOD =
            Events.completion("acme", Instant.parse("2026-11-20T12:00:00.123456Z"), "HIT", 12, 34);
    private static final int MAX = 64 * 1024;

    private final EventReader reader = new EventReader(JSON, MAX);

    @Test
    void anEventComesBackAsItWasSent() {
        assertThat(read(event -> {})).isEqualTo(new Reading.Good(GOOD));
    }

    @Test
    void fieldsOfALaterVersionDoNoHarm() {
        assertThat(read(event -> event.put("mood", "fine"))).isEqualTo(new Reading.Good(GOOD));
    }

    @ParameterizedTest
    @CsvSource({
        "id, missing_id",
        "at, missing_at",
        "tenant, missing_tenant",
        "source, missing_source",
        "kind, missing_kind",
        "origin, missing_origin",
        "money, missing_money",
        "schema, unknown_schema"
    })
    void anEventWithoutAFieldItNeedsIsRefusedByItsName(String field, String reason) {
        assertThat(read(event -> event.remove(field))).isEqualTo(new Reading.Bad(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "kind, secret prompt, wrong_kind",
        "source, secret prompt, wrong_source",
        "at, yesterday, wrong_at",
        "money, much, wrong_money",
        "id, 42, id_is_no_uuid",
        "id, 1-1-1-1-1, id_is_no_uuid",
        "tenant, '  ', missing_tenant",
        "at, 1999-12-31T23:59:59Z, time_out_of_range",
        "at, 2100-01-01T00:00:00Z, time_out_of_range"
    })
    void aFieldWithAWrongValueIsNamedButNotItsValue(String field, String value, String reason) {
        assertThat(read(event -> event.put(field, value))).isEqualTo(new Reading.Bad(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2000-01-01T00:00:00Z", "2099-12-31T23:59:59.999999Z"})
    void timesAtTheEdgeAreTaken(String at) {
        assertThat(read(event -> event.put("at", at))).isInstanceOf(Reading.Good.class);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, false",
        "0, 0, true",
        "1000000000000000, -1000000000000000, true",
        "1000000000000001, 0, false",
        "0, 1000000000000001, false",
        "0, -1000000000000001, false",
    })
    void moneyStaysWhereSumsAreExact(long cost, long saved, boolean good) {
        Reading reading = read(
                event -> ((ObjectNode) event.get("money")).put("costNano", cost).put("savedNano", saved));
        assertThat(reading instanceof Reading.Good).isEqualTo(good);
    }

    @Test
    void aNegativeNumberOfTokensIsRefused() {
        assertThat(read(event -> ((ObjectNode) event.get("usage")).put("inputTokens", -1)))
                .isEqualTo(new Reading.Bad("count_out_of_range"));
    }

    @Test
    void aNegativeSpanOfTimeIsTakenForClocksDiffer() {
        assertThat(read(event -> ((ObjectNode) event.get("call")).put("overheadMicros", -5)))
                .isInstanceOf(Reading.Good.class);
    }

    @ParameterizedTest
    @CsvSource({"8191, true", "8192, false"})
    void propsHaveABound(int length, boolean good) {
        Reading reading = read(event -> ((ObjectNode) event.get("props")).put("k", "x".repeat(length)));
        assertThat(reading).isEqualTo(good ? reading : new Reading.Bad("props_too_large"));
        assertThat(reading instanceof Reading.Good).isEqualTo(good);
    }

    @ParameterizedTest
    @CsvSource({"'', empty", "{, not_json", "nonsense, not_json", "[], not_an_event", "null, empty", "3, not_an_event"})
    void whatIsNoEventIsRefused(String text, String reason) {
        assertThat(reader.read(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(new Reading.Bad(reason));
    }

    @Test
    void aRecordWithoutAValueIsRefused() {
        assertThat(reader.read(null)).isEqualTo(new Reading.Bad("empty"));
    }

    @ParameterizedTest
    @CsvSource({"65536, not_json", "65537, too_large"})
    void aRecordHasABound(int size, String reason) {
        assertThat(reader.read(new byte[size])).isEqualTo(new Reading.Bad(reason));
    }

    @Property(tries = 500)
    void anyBytesAreJudgedAndNoneThrow(@ForAll byte[] value) {
        assertThat(reader.read(value)).isInstanceOf(Reading.Bad.class);
    }

    private Reading read(Consumer<ObjectNode> change) {
        try {
            ObjectNode event = JSON.valueToTree(GOOD);
            change.accept(event);
            return reader.read(JSON.writeValueAsBytes(event));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
