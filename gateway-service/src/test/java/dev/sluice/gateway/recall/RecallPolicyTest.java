package dev.sluice.gateway.recall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.gateway.GatewayConfig.CacheMode;
import dev.sluice.gateway.ingress.ChatRequest;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecallPolicyTest {

    private static final String PLAIN = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]%s}";

    private final RecallPolicy policy = new RecallPolicy(CacheMode.SEMANTIC, 0.5, 1_000);

    @Test
    void aPlainQuestionIsLookedUp() {
        var verdict = judge(PLAIN.formatted(""));

        assertThat(verdict).isInstanceOfSatisfying(RecallPolicy.Cacheable.class, yes -> {
            assertThat(yes.lookup()).isTrue();
            assertThat(yes.question().text()).isEqualTo("Why?");
            assertThat(yes.question().semantic()).isTrue();
            assertThat(yes.question().model()).isEqualTo("p/m");
            assertThat(yes.question().maxAgeSeconds()).isNull();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"role\":\"user\",\"content\":\"Why?\"}] | '' | true",
                "[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"Why?\"}] | '' | true",
                "[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"},{\"role\":\"user\",\"content\":\"Why?\"}] | '' | false",
                "[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"Why?\"}] | '' | false",
                "[{\"role\":\"user\",\"content\":\"Why?\"}] | ,\"response_format\":{\"type\":\"text\"} | true",
                "[{\"role\":\"user\",\"content\":\"Why?\"}] | ,\"response_format\":null | true",
                "[{\"role\":\"user\",\"content\":\"Why?\"}] | ,\"response_format\":{\"type\":\"json_object\"} | false",
                "[{\"role\":\"user\",\"content\":\"Why?\"}] | ,\"response_format\":{\"json_schema\":{\"type\":\"text\"},\"type\":\"json_schema\"} | false",
                "[{\"role\":\"user\",\"content\":\"Why?\"}] | ,\"response_format\":7 | false"
            })
    void anFaqAnswersOneQuestionInProseAndOnlyWhereItIsAskedFor(String messages, String more, boolean faq) {
        String body = "{\"model\":\"m\",\"messages\":%s%s}".formatted(messages, more);

        assertThat(faq(judge(body, "x-sluice-cache", "faq"))).isEqualTo(faq);
        assertThat(faq(judge(body, "x-sluice-cache", "semantic"))).isFalse();
        assertThat(faq(judge(body))).isFalse();
    }

    private static boolean faq(RecallPolicy.Verdict verdict) {
        return verdict instanceof RecallPolicy.Cacheable yes && yes.question().faq();
    }

    @ParameterizedTest
    @CsvSource({"0, true", "0.5, true", "0.51, false", "1, false"})
    void aHighTemperatureWantsVariety(double temperature, boolean cacheable) {
        String body = PLAIN.formatted(",\"temperature\":" + temperature);

        assertThat(judge(body) instanceof RecallPolicy.Cacheable).isEqualTo(cacheable);
        assertThat(judge(body, "x-sluice-cache", "exact")).isInstanceOf(RecallPolicy.Cacheable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"n\":2",
                ",\"tools\":[{}]",
                ",\"functions\":[{}]",
                ",\"logprobs\":true",
            })
    void whatIsNotOnePlainAnswerIsNot(String more) {
        assertThat(judge(PLAIN.formatted(more))).isInstanceOf(RecallPolicy.Bypass.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}]",
                "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{}}]}]",
                "[{\"role\":\"tool\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"b\"}]",
                "[{\"role\":\"assistant\",\"tool_calls\":[{}]},{\"role\":\"user\",\"content\":\"b\"}]",
                "[{\"role\":\"user\",\"content\":null}]"
            })
    void norAreConversationsWithMoreThanText(String messages) {
        assertThat(judge("{\"model\":\"m\",\"messages\":" + messages + "}")).isInstanceOf(RecallPolicy.Bypass.class);
    }

    private static String told(String name, Long seconds) {
        return seconds == null ? "" : name + seconds;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no-store                | bypass",
                "No-Store, max-age=5     | bypass",
                "no-cache                | store",
                "max-age=0               | store",
                "max-age=nonsense        | store",
                "max-age=60              | lookup 60",
                "max-stale=5             | lookup stale 5",
                "max-stale               | lookup stale 9999999999",
                "max-stale=x             | lookup stale 0",
                "min-fresh=\"9\"           | lookup fresh 9",
                "min-fresh=soon          | lookup fresh 9999999999",
                "max-age=60, max-stale=5 | lookup 60 stale 5"
            })
    void cacheControlIsHonoured(String header, String wanted) {
        String got = switch (judge(PLAIN.formatted(""), "cache-control", header)) {
            case RecallPolicy.Bypass no -> "bypass";
            case RecallPolicy.Cacheable yes ->
                yes.lookup()
                        ? "lookup"
                                + told(" ", yes.question().maxAgeSeconds())
                                + told(" stale ", yes.question().maxStaleSeconds())
                                + told(" fresh ", yes.question().minFreshSeconds())
                        : "store";
        };

        assertThat(got).isEqualTo(wanted);
    }

    @Test
    void theHeaderChoosesTheMode() {
        assertThat(judge(PLAIN.formatted(""), "x-sluice-cache", "off")).isInstanceOf(RecallPolicy.Bypass.class);
        assertThat(question(PLAIN.formatted(""), "x-sluice-cache", "exact").semantic())
                .isFalse();
        assertThat(new RecallPolicy(CacheMode.OFF, 0.5, 1_000)
                        .judge(request(PLAIN.formatted("")), "m", headers(), null, "OFF", null, null))
                .isInstanceOf(RecallPolicy.Bypass.class);
    }

    @Test
    void aQuestionBeyondTheBoundIsNotLookedUp() {
        String fits = PLAIN.formatted("").replace("Why?", "x".repeat(998));
        String tooLong = PLAIN.formatted("").replace("Why?", "x".repeat(999));

        assertThat(judge(fits)).isInstanceOf(RecallPolicy.Cacheable.class);
        assertThat(judge(tooLong)).isInstanceOf(RecallPolicy.Bypass.class);
    }

    @Test
    void howTheAnswerTravelsDoesNotChangeTheScope() {
        String scope = question(PLAIN.formatted("")).scope();

        assertThat(scope).matches("[0-9a-f]{64}");
        assertThat(question(
                                PLAIN.formatted(
                                        ",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"user\":\"u\",\"metadata\":{\"a\":\"b\"},\"seed\":null"))
                        .scope())
                .isEqualTo(scope);
        assertThat(question(PLAIN.formatted("").replace("Why?", "Who?")).scope())
                .isEqualTo(scope);
        assertThat(question(" { \"messages\" : [ {\"content\":\"Why?\",\"role\":\"user\"} ] , \"model\":\"m\" } ")
                        .scope())
                .isEqualTo(scope);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"temperature\":0.1",
                ",\"max_tokens\":5",
                ",\"seed\":1",
                ",\"response_format\":{\"type\":\"json_object\"}",
                ",\"future\":[]"
            })
    void everyParameterChangesTheScope(String more) {
        assertThat(question(PLAIN.formatted(more)).scope())
                .isNotEqualTo(question(PLAIN.formatted("")).scope());
    }

    @Test
    void earlierTurnsAndTheirPlaceChangeTheScope() {
        String one =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"%s\"},{\"role\":\"user\",\"content\":\"%s\"}]}";
        String scope = question(one.formatted("You are Ada.", "Who?")).scope();

        assertThat(question(one.formatted("You are Bob.", "Who?")).scope()).isNotEqualTo(scope);
        assertThat(question(one.formatted("Who?", "You are Ada.")).scope()).isNotEqualTo(scope);
        assertThat(question(PLAIN.formatted("")).scope()).isNotEqualTo(scope);
        assertThat(question(PLAIN.formatted("").replace("\"Why?\"", "[{\"type\":\"text\",\"text\":\"Why?\"}]"))
                        .scope())
                .as("one part is the same as a string")
                .isEqualTo(question(PLAIN.formatted("")).scope());
        assertThat(question(PLAIN.formatted("")
                                .replace(
                                        "\"Why?\"",
                                        "[{\"type\":\"text\",\"text\":\"W\"},{\"type\":\"text\",\"text\":\"y\"}]"))
                        .scope())
                .isNotEqualTo(question(PLAIN.formatted("")).scope());
    }

    @Test
    void theProjectAndTheOptimiserChangeTheScope() {
        var request = request(PLAIN.formatted(""));
        var plain =
                ((RecallPolicy.Cacheable) policy.judge(request, "m", headers(), null, "OFF", null, null)).question();
        var project =
                ((RecallPolicy.Cacheable) policy.judge(request, "m", headers(), "a", "OFF", null, null)).question();
        var optimised =
                ((RecallPolicy.Cacheable) policy.judge(request, "m", headers(), null, "LIGHT", null, null)).question();

        assertThat(plain.scope()).isNotEqualTo(project.scope()).isNotEqualTo(optimised.scope());
    }

    @Test
    void numbersInOtherFormsAreTheSameNumber() {
        String whole = question(PLAIN.formatted(",\"temperature\":0,\"top_p\":1,\"x\":100"))
                .scope();
        String decimal = question(PLAIN.formatted(",\"x\":1e2,\"top_p\":1.0,\"temperature\":0.00"))
                .scope();

        assertThat(decimal).isEqualTo(whole);
    }

    private RecallPolicy.Verdict judge(String body, String... headers) {
        return policy.judge(request(body), "p/m", headers(headers), (@Nullable String) null, "OFF", null, null);
    }

    private CacheQuestion question(String body, String... headers) {
        return ((RecallPolicy.Cacheable) judge(body, headers)).question();
    }

    private static ChatRequest request(String body) {
        return ChatRequest.read(body.getBytes(StandardCharsets.UTF_8));
    }

    private static MultiMap headers(String... pairs) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < pairs.length; i += 2) {
            headers.set(pairs[i], pairs[i + 1]);
        }
        return headers;
    }
}
