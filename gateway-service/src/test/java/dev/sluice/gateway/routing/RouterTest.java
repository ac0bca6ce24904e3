package dev.sluice.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.GatewayConfig.Dialect;
import dev.sluice.gateway.provider.Provider;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {

    private static final Provider OPENAI = provider("openai", false, "gpt-*", "o1*");
    private static final Provider GROQ = provider("groq", false, "llama-3.3-70b", "gpt-oss-*");
    private static final Provider OLLAMA = provider("ollama", true);
    private static final Provider LOCAL = provider("local", false, "local");

    private final Router router = new Router(
            List.of(OPENAI, GROQ, OLLAMA, LOCAL), Map.of("cheap", "openai/gpt-4o-mini", "gpt-4", "groq/big"));

    @ParameterizedTest
    @CsvSource({
        "gpt-4o,              openai, gpt-4o",
        "gpt-oss-120b,        groq,   gpt-oss-120b",
        "llama-3.3-70b,       groq,   llama-3.3-70b",
        "llama-3.3-70b-x,     ollama, llama-3.3-70b-x",
        "groq/gpt-4o,         groq,   gpt-4o",
        "openai/ft:x/y,       openai, ft:x/y",
        "meta/llama,          ollama, meta/llama",
        "local,               local,  local",
        "cheap,               openai, gpt-4o-mini",
        "gpt-4,               groq,   big",
        "openai/,             ollama, openai/"
    })
    void aNameFindsItsDeployment(String model, String provider, String there) {
        assertThat(router.resolve(model)).isInstanceOfSatisfying(Router.Served.class, served -> {
            assertThat(served.plan().first().provider().name()).isEqualTo(provider);
            assertThat(served.plan().first().model()).isEqualTo(there);
        });
    }

    @Test
    void anAliasIsTheRoutesName() {
        assertThat(((Router.Served) router.resolve("cheap")).plan().route()).isEqualTo("cheap");
        assertThat(((Router.Served) router.resolve("gpt-4o")).plan().route()).isEqualTo("openai/gpt-4o");
    }

    @Test
    void withoutOneProviderForAnythingAnUnknownNameIsToldWhatThereIs() {
        var two = new Router(List.of(OPENAI, OLLAMA, provider("vllm", true), LOCAL), Map.of("cheap", "gpt-4o"));
        var none = new Router(List.of(OPENAI, LOCAL), Map.of());

        assertThat(two.resolve("mistral"))
                .isInstanceOfSatisfying(
                        Router.Unknown.class,
                        unknown -> assertThat(unknown.message())
                                .contains("mistral", "gpt-*", "ollama/model", "vllm/model", "cheap"));
        assertThat(none.resolve("mistral")).isInstanceOf(Router.Unknown.class);
    }

    @Test
    void anAbsurdNameIsNotEchoedWhole() {
        var none = new Router(List.of(LOCAL), Map.of());

        assertThat(((Router.Unknown) none.resolve("x".repeat(10_000))).message())
                .hasSizeLessThan(600);
    }

    @Test
    void namesAreAliasesAndExactModels() {
        assertThat(router.names()).containsExactly("cheap", "gpt-4", "llama-3.3-70b", "local");
    }

    private static Provider provider(String name, boolean open, String... models) {
        return new Provider(
                name,
                URI.create("http://" + name + "/v1"),
                Dialect.OPENAI,
                null,
                List.of(models),
                Map.of(),
                open,
                null,
                name.equals("local"));
    }
}
