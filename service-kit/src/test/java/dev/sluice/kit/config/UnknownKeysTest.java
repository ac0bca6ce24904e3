package dev.sluice.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownKeysTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"sluice.kafka.bootstrap", "sluice.gateway.providers.groq.base-url", "sluice.optimizer.max-text"})
    void aKeyBelowAKnownPrefixIsLeftToItsMapping(String key) {
        assertThat(UnknownKeys.isKnown(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sluice.kafak.bootstrap", "sluice.kafka", "sluice.", "sluice..x", "sluice.Kafka.bootstrap"})
    void aMisspeltPrefixIsUnknown(String key) {
        assertThat(UnknownKeys.isKnown(key)).isFalse();
    }

    @Test
    void theStartIsRefusedWithTheNamesOfAllUnknownKeysAndWhereToLook() {
        SmallRyeConfig config =
                config(Map.of("sluice.zzz.a", "1", "sluice.aaa.b", "2", "sluice.kafka.bootstrap", "x:1"));

        assertThatThrownBy(() -> new UnknownKeys().check(new StartupEvent(), config))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Unknown configuration keys sluice.aaa.b, sluice.zzz.a")
                .hasMessageContaining("docs/configuration.md")
                .hasMessageNotContaining("bootstrap,");
    }

    @Test
    void oneUnknownKeyIsToldInTheSingular() {
        assertThat(UnknownKeys.message(List.of("sluice.x.y")))
                .startsWith("Unknown configuration key sluice.x.y: no part of Sluice reads it.");
    }

    @Test
    void keysOfOthersAndEnvironmentVariablesAreNotOurs() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(
                        new PropertiesConfigSource(Map.of("quarkus.http.port", "1", "sluicegate.x", "2"), "file", 200))
                .withSources(new EnvConfigSource(Map.of("SLUICE_TYPO_X", "1"), 300))
                .build();

        assertThatCode(() -> new UnknownKeys().check(new StartupEvent(), config))
                .doesNotThrowAnyException();
    }

    private static SmallRyeConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "file", 200))
                .build();
    }

    @Test
    void aKeyWithDotsInYamlIsNoticed() {
        assertThat(UnknownKeys.isQuoted("\"sluice.gateway.aliases\"")).isTrue();
        assertThat(UnknownKeys.isQuoted("sluice.gateway.aliases")).isFalse();
    }
}
