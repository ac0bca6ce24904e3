package dev.sluice.analytics.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.kit.identity.Pseudonyms;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientEventReaderTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Caller ACME = new Caller("acme", "shop", "key-1", Set.of());
    private static final JsonMapper JSON = new JsonMapper();

    private final ClientEventReader reader = new ClientEventReader(new Pseudonyms("a key of 16 or more characters"));

    @Test
    void aUserBecomesAPseudonymAndTheTenantIsTheCallers() throws Exception {
        Event event = good("""
                {"id": "11112222", "name": "query_submitted", "user": "ann@example.org", "session": "session-1",
                 "requestId": "req-12345", "at": "2026-11-20T11:00:00Z", "props": {"tab": "pricing", "rank": 3, "new": true}}""");

        assertThat(event.toString()).doesNotContain("ann").doesNotContain("example");
        assertThat(event.origin().userId()).matches("[0-9a-f]{32}");
        assertThat(event.tenant()).isEqualTo("acme");
        assertThat(event.project()).isEqualTo("shop");
        assertThat(event.kind()).isEqualTo(Event.Kind.CLIENT);
        assertThat(event.name()).isEqualTo("query_submitted");
        assertThat(event.at()).isEqualTo(Instant.parse("2026-11-20T11:00:00Z"));
        assertThat(event.props())
                .containsEntry("rank", "3")
                .containsEntry("new", "true")
                .containsEntry("tab", "pricing");
    }

    @Test
    void theSameEventHasTheSameIdAndAnotherTenantsHasAnother() throws Exception {
        String same = good("{\"id\": \"11112222\", \"name\": \"page_view\"}").id();

        assertThat(good("{\"id\": \"11112222\", \"name\": \"page_view\"}").id()).isEqualTo(same);
        assertThat(reader.eventId("other", "11112222")).isNotEqualTo(same);
        assertThat(UUID.fromString(same).version()).isEqualTo(8);
        assertThat(UUID.fromString(same).variant()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|bad_id",
                "{\"id\": 12345678, \"name\": \"page_view\"}|bad_id",
                "{\"id\": \"1234567\", \"name\": \"page_view\"}|bad_id",
                "{\"id\": \"12345678\"}|missing_name",
                "{\"id\": \"12345678\", \"name\": \"Page View\"}|bad_name",
                "{\"id\": \"12345678\", \"name\": \"completion\"}|reserved_name",
                "{\"id\": \"12345678\", \"name\": \"page_view\", \"tenant\": \"other\"}|unknown_field",
                "{\"id\": \"12345678\", \"name\": \"page_view\", \"at\": \"2026-11-13T11:59:59Z\"}|bad_at",
                "{\"id\": \"12345678\", \"name\": \"page_view\", \"at\": \"2026-11-20T12:05:01Z\"}|bad_at",
                "{\"id\": \"12345678\", \"name\": \"page_view\", \"at\": 17}|bad_at",
                "{\"id\": \"12345678\", \"name\": \"page_view\", \"session\": \"short\"}|bad_session",
                "{\"id\": \"12345678\", \"name\": \"page_view\", \"user\": \"\"}|bad_user",
                "{\"id\": \"12345678\", \"name\": \"page_view\", \"props\": []}|bad_props",
                "{\"id\": \"12345678\", \"name\": \"page_view\", \"props\": {\"q\": {\"a\": 1}}}|bad_props",
                "{\"id\": \"12345678\", \"name\": \"page_view\", \"props\": {\"q\": \"how old is Ann\"}}|bad_props",
                "{\"id\": \"12345678\", \"name\": \"page_view\", \"props\": {\"q\": \"ann@example.org\"}}|bad_props",
                "{\"id\": \"12345678\", \"name\": \"page_view\", \"props\": {\"q\": \"+49-170-1234567\"}}|bad_props",
                "{\"id\": \"12345678\", \"name\": \"page_view\", \"props\": {\"q\": 4111111111111111}}|bad_props"
            })
    void whatDoesNotFitIsRefusedWithAReason(String json, String reason) throws Exception {
        assertThat(reader.read(JSON.readTree(json), ACME, NOON)).isInstanceOfSatisfying(Verdict.Bad.class, bad -> {
            assertThat(bad.reason()).isEqualTo(reason);
            assertThat(bad.detail())
                    .doesNotContain("Ann")
                    .doesNotContain("4111")
                    .endsWith(".");
        });
    }

    @Test
    void timesAtTheBoundsAreTaken() throws Exception {
        assertThat(good("{\"id\": \"12345678\", \"name\": \"page_view\", \"at\": \"2026-11-13T12:00:00Z\"}")
                        .at())
                .isEqualTo(Instant.parse("2026-11-13T12:00:00Z"));
        assertThat(good("{\"id\": \"12345678\", \"name\": \"page_view\", \"at\": \"2026-11-20T12:05:00Z\"}")
                        .at())
                .isEqualTo(Instant.parse("2026-11-20T12:05:00Z"));
        assertThat(good("{\"id\": \"12345678\", \"name\": \"page_view\"}").at()).isEqualTo(NOON);
    }

    @Test
    void twentyFactsAreTakenAndTwentyOneAreNot() throws Exception {
        assertThat(good(withProps(20)).props()).hasSize(20);
        assertThat(reader.read(JSON.readTree(withProps(21)), ACME, NOON)).isInstanceOf(Verdict.Bad.class);
    }

    private static String withProps(int count) {
        var event = JSON.createObjectNode().put("id", "12345678").put("name", "page_view");
        var props = event.putObject("props");
        for (int i = 0; i < count; i++) {
            props.put("p" + i, i);
        }
        return event.toString();
    }

    private Event good(String text) throws Exception {
        JsonNode json = JSON.readTree(text);
        return ((Verdict.Good) reader.read(json, ACME, NOON)).event();
    }
}
