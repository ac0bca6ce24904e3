package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What can be set, and that a typo stops the start with its name. */
class GatewayConfigTest {

    @Test
    void aProviderAndAnAliasInYaml() {
        var config = read("""
                sluice:
                  gateway:
                    providers:
                      groq:
                        base-url: https://api.groq.com/openai/v1
                        api-key: gsk_x
                        models: [llama-3.3-70b-versatile, "llama-*"]
                    aliases:
                      fast: groq/llama-3.3-70b-versatile
                    timeouts:
                      first-token: 5s
                """);

        assertThat(config.providers().get("groq").baseUrl()).isEqualTo(URI.create("https://api.groq.com/openai/v1"));
        assertThat(config.providers().get("groq").models().orElseThrow()).hasSize(2);
        assertThat(config.aliases()).isEqualTo(Map.of("fast", "groq/llama-3.3-70b-versatile"));
        assertThat(config.timeouts().firstToken()).hasSeconds(5);
        assertThat(config.limits().body().asLongValue()).isEqualTo(10 * 1024 * 1024);
        assertThat(config.cache().mode()).isEqualTo(GatewayConfig.CacheMode.SEMANTIC);
    }

    @Test
    void anUnknownKeyInYamlRefusesTheStartWithItsName() {
        for (String typo : new String[] {"timeout", "cache.dedline", "timeouts.first_token"}) {
            String yaml = nested(typo, "5s");

            assertThatThrownBy(() -> read(yaml)).hasMessageContaining("sluice.gateway." + typo);
        }
    }

    @Test
    void aValueOfTheWrongTypeRefusesTheStartWithItsName() {
        assertThatThrownBy(() -> read(nested("timeouts.stall", "soon"))).hasMessageContaining("timeouts.stall");
        assertThatThrownBy(() -> read(nested("cache.mode", "sometimes"))).hasMessageContaining("cache.mode");
    }

    private static String nested(String key, String value) {
        return "{sluice: {gateway: {" + key.replace(".", ": {") + ": " + value
                + "}".repeat(key.split("\\.").length + 2);
    }

    private static GatewayConfig read(String yaml) {
        return new SmallRyeConfigBuilder()
                .withConverter(io.quarkus.runtime.configuration.MemorySize.class, 200, new MemorySizeConverter())
                .withConverter(java.time.Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .withMapping(GatewayConfig.class)
                .withSources(new YamlConfigSource("sluice.yaml", yaml, 275))
                .build()
                .getConfigMapping(GatewayConfig.class);
    }
}
