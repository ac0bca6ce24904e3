package dev.sluice.optimizer.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.kit.problem.Refusal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be put into a template, and which version is taken. */
class TemplatesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void valuesStandWhereTheirNamesStoodAndAreNotLookedThroughAgain() throws Exception {
        Proposal proposal = proposal("""
                {"messages":[{"role":"system","content":"Write {{tone}} for {{ product.region }}:\\n{{points}}\\n{{product.requirements}}"},
                             {"role":"user","content":"{{what}} in {{words}} words {{open"}],
                 "variables":[{"name":"tone","type":"enum","values":["formal","warm"],"default":"warm"},
                              {"name":"points","type":"list","max":3},
                              {"name":"what","type":"string","max":40},
                              {"name":"words","type":"number","min":10,"max":500,"required":false}]}""");
        var product = new Product("cosmetic", "skin care", List.of("vegan", "no perfume"), "EU");

        List<ChatMessage> filled = Rendering.of(
                version(1, proposal, null),
                values("{\"points\":[\"a\",2],\"what\":\"a {{tone}} text\",\"words\":12.50}"),
                product);

        assertThat(filled)
                .containsExactly(
                        new ChatMessage("system", "Write warm for EU:\n- a\n- 2\n- vegan\n- no perfume"),
                        new ChatMessage("user", "a {{tone}} text in 12.5 words {{open"));
    }

    @Test
    void aShortTemplateWithALongValueManyTimesIsRefusedBeforeItIsWritten() throws Exception {
        Proposal proposal = proposal("{\"text\":\"%s\",\"variables\":[{\"name\":\"what\",\"type\":\"string\"}]}"
                .formatted("{{what}}".repeat(100)));
        Template template = version(1, proposal, null);

        assertThat(Rendering.of(template, values("{\"what\":\"%s\"}".formatted("a".repeat(10_000))), Product.NONE)
                        .getFirst()
                        .content())
                .hasSize(Rendering.LONGEST);
        assertThatThrownBy(() ->
                        Rendering.of(template, values("{\"what\":\"%s\"}".formatted("a".repeat(10_001))), Product.NONE))
                .isInstanceOfSatisfying(
                        Refusal.class, refused -> assertThat(refused.status()).isEqualTo(413));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{}                                              | 'what' is missing",
                "{\"what\":1}                                    | 'what' must be a string",
                "{\"what\":\"123456\"}                           | 'what' has 6 characters; at most 5",
                "{\"what\":\"a\",\"words\":9}                    | 'words' is 9; at least 10",
                "{\"what\":\"a\",\"words\":501}                  | 'words' is 501; at most 500",
                "{\"what\":\"a\",\"words\":\"10\"}               | 'words' must be a number",
                "{\"what\":\"a\",\"tone\":\"rude\"}              | 'tone' must be one of [formal, warm]",
                "{\"what\":\"a\",\"points\":\"x\"}               | 'points' must be a list",
                "{\"what\":\"a\",\"points\":[]}                  | 'points' has 0 items; 1 to 3",
                "{\"what\":\"a\",\"points\":[1,2,3,4]}           | 'points' has 4 items; 1 to 3",
                "{\"what\":\"a\",\"points\":[{}]}                | 'points' must be a list",
                "{\"what\":\"a\",\"why\":\"b\"}                  | 'why' is no variable",
            })
    void aValueThatDoesNotFitIsRefusedByName(String values, String says) throws Exception {
        Template template = version(1, limited(), null);

        assertThatThrownBy(() -> Rendering.of(template, values(values), Product.NONE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(says);
    }

    @Test
    void valuesAtTheLimitsFit() throws Exception {
        Template template = version(1, limited(), null);

        for (String values : List.of(
                "{\"what\":\"12345\",\"words\":10,\"points\":[1]}",
                "{\"what\":\"\",\"words\":500,\"points\":[1,2,3],\"tone\":\"formal\"}")) {
            assertThat(Rendering.of(template, values(values), Product.NONE)).hasSize(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{}                                                                            | text_or_messages",
                "{\"text\":\"a\",\"messages\":[]}                                              | text_or_messages",
                "{\"messages\":[]}                                                             | invalid_messages",
                "{\"messages\":[{\"role\":\"tool\",\"content\":\"a\"}]}                        | invalid_messages",
                "{\"text\":\"{{who}}\"}                                                        | unknown_variable",
                "{\"text\":\"{{product.price}}\"}                                              | unknown_variable",
                "{\"text\":\"a\",\"variables\":[{\"name\":\"9\",\"type\":\"string\"}]}         | invalid_variables",
                "{\"text\":\"a\",\"variables\":[{\"name\":\"a\"}]}                             | invalid_variables",
                "{\"text\":\"a\",\"variables\":[{\"name\":\"a\",\"type\":\"enum\"}]}           | invalid_variables",
                "{\"text\":\"a\",\"variables\":[{\"name\":\"a\",\"type\":\"string\",\"values\":[\"b\"]}]} | invalid_variables",
                "{\"text\":\"a\",\"variables\":[{\"name\":\"a\",\"type\":\"number\",\"min\":2,\"max\":1}]} | invalid_variables",
                "{\"text\":\"a\",\"variables\":[{\"name\":\"a\",\"type\":\"number\",\"default\":\"x\"}]}   | invalid_variables",
            })
    void aVersionThatCouldNotBeFilledIsRefused(String body, String code) throws Exception {
        Proposal proposal = proposal(body);

        assertThatThrownBy(proposal::checked)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void theVersionThatFitsTheProductBestIsTakenAndOfThoseTheNewest() throws Exception {
        Proposal any = proposal("{\"text\":\"a\"}");
        List<Template> versions = List.of(
                version(1, any, null),
                version(2, any, new Product("cosmetic", null, null, null)),
                version(3, any, new Product("Cosmetic", null, null, "EU")),
                version(4, any, null));
        Head head = Head.first("acme", "brief");

        assertThat(chosen(versions, head, new Product("cosmetic", "x", null, "eu"), "u"))
                .isEqualTo(3);
        assertThat(chosen(versions, head, new Product("cosmetic", "x", null, "US"), "u"))
                .isEqualTo(2);
        assertThat(chosen(versions, head, new Product("food", null, null, "EU"), "u"))
                .isEqualTo(4);
        assertThat(Choice.of(versions.subList(1, 2), head, Product.NONE, "u")).isEmpty();
    }

    @Test
    void weightsShareOutUnitsAndAUnitKeepsItsVersion() throws Exception {
        Proposal any = proposal("{\"text\":\"a\"}");
        List<Template> versions = List.of(version(1, any, null), version(2, any, null), version(3, any, null));
        var head = new Head("acme", "brief", Map.of(1, 90, 2, 10), 1);

        Map<Integer, Integer> counts = new HashMap<>();
        IntStream.range(0, 20_000)
                .forEach(unit -> counts.merge(chosen(versions, head, Product.NONE, "user-" + unit), 1, Integer::sum));

        assertThat(counts).containsOnlyKeys(1, 2);
        assertThat(counts.get(2) / 20_000.0).isCloseTo(0.1, within(0.01));
        assertThat(IntStream.range(0, 100)
                        .allMatch(unit -> chosen(versions, head, Product.NONE, "user-" + unit)
                                == chosen(versions, head, Product.NONE, "user-" + unit)))
                .isTrue();
    }

    @Test
    void ofTwoThatClaimAVersionTheFirstHasItAndNumbersAreNotGivenAgain() throws Exception {
        Proposal any = proposal("{\"text\":\"a\"}");
        var shelf = new Shelf();
        Template first = version(1, any, null);
        var second = new Template("other", "acme", "brief", 1, first.messages(), List.of(), null, null, Instant.EPOCH);
        shelf.put(first);
        shelf.put(second);
        shelf.remove("acme", "brief", 1, "other");

        assertThat(shelf.versions("acme", "brief")).containsExactly(first);
        assertThat(shelf.next("acme", "brief")).isEqualTo(2);
        shelf.put(new Head("acme", "brief", Map.of(), 2));
        shelf.remove("acme", "brief", 1, first.id());
        assertThat(shelf.newest("acme")).isEmpty();
        assertThat(shelf.next("acme", "brief")).isEqualTo(2);
        assertThat(shelf.versions("other", "brief")).isEmpty();
    }

    private static int chosen(List<Template> versions, Head head, Product product, String unit) {
        return Choice.of(versions, head, product, unit).orElseThrow().version();
    }

    private static Proposal limited() throws Exception {
        return proposal("""
                {"text":"{{what}}","variables":[{"name":"what","type":"string","max":5},
                 {"name":"words","type":"number","min":10,"max":500,"required":false},
                 {"name":"tone","type":"enum","values":["formal","warm"],"required":false},
                 {"name":"points","type":"list","min":1,"max":3,"required":false}]}""");
    }

    private static Template version(int version, Proposal proposal, @Nullable Product product) {
        return new Template(
                "id-" + version,
                "acme",
                "brief",
                version,
                proposal.checked(),
                proposal.declared(),
                product,
                null,
                Instant.EPOCH);
    }

    private static Proposal proposal(String json) throws Exception {
        return JSON.readValue(json, Proposal.class);
    }

    private static Map<String, JsonNode> values(String json) throws Exception {
        Map<String, JsonNode> values = new HashMap<>();
        JSON.readTree(json).properties().forEach(field -> values.put(field.getKey(), field.getValue()));
        return values;
    }
}
