package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What {@code helm test} runs in its pod, run here against the running suite. */
class SmokeScriptIT {

    private record Ran(int exit, String said) {}

    @Test
    void withAnApiKeyACompletionAndATaskAreTried() throws Exception {
        Ran ran = smoke(House.newTenant("smoke").key());

        assertThat(ran.exit()).as(ran.said()).isZero();
        assertThat(ran.said()).contains("ok     POST /v1/chat/completions: 200", "ok     the task ended");
    }

    @Test
    void withoutOneAStrangerIsRefused() throws Exception {
        Ran ran = smoke("");

        assertThat(ran.exit()).as(ran.said()).isZero();
        assertThat(ran.said()).contains("ok     POST /v1/chat/completions: 401", "tests.apiKey");
    }

    @Test
    void aWrongKeyFailsTheTest() throws Exception {
        Ran ran = smoke("sk-sl-wrong-key");

        assertThat(ran.exit()).isNotZero();
        assertThat(ran.said()).contains("FAILED");
    }

    private static Ran smoke(String key) throws Exception {
        URI gateway = URI.create(House.stack().baseUrl());
        var builder = new ProcessBuilder("bash", "-euo", "pipefail", "../helm/sluice/files/smoke.sh")
                .redirectErrorStream(true);
        builder.environment().put("GATEWAY_HOST", gateway.getHost());
        builder.environment().put("GATEWAY_PORT", Integer.toString(gateway.getPort()));
        if (!key.isEmpty()) {
            builder.environment().put("API_KEY", key);
        }
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        return new Ran(process.exitValue(), said);
    }
}
