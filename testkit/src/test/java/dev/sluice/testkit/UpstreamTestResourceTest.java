package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class UpstreamTestResourceTest {

    @Test
    void makesTheSettingsItIsGiven() {
        var resource = new UpstreamTestResource();
        resource.init(Map.of("a.base-url", "{openai}", "b.base-url", "{url}/anthropic"));

        Map<String, String> settings = resource.start();

        try (var models = SseReader.get(settings.get("a.base-url") + "/models", Map.of())) {
            assertThat(models.status()).isEqualTo(200);
        }
        assertThat(settings.get("a.base-url")).startsWith("http://127.0.0.1:").endsWith("/v1");
        assertThat(settings.get("b.base-url")).endsWith("/anthropic");
        resource.stop();
    }
}
