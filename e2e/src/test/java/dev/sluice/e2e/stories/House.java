package dev.sluice.e2e.stories;

import dev.sluice.local.LocalStack;
import dev.sluice.testkit.ScriptedUpstream;
import dev.sluice.testkit.TestIssuer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The running suite that most stories share: started once, stopped with the JVM. */
final class House {

    /** The tenant whose follow-up questions are predicted. */
    static final String PREDICTED = "predicted";

    private static final ScriptedUpstream UPSTREAM = ScriptedUpstream.start();
    private static final TestIssuer ISSUER = new TestIssuer().open();
    private static final LocalStack STACK = LocalStack.builder()
            .env("OPENAI_BASE_URL", UPSTREAM.openAiUrl())
            .env("OPENAI_API_KEY", "sk-upstream-secret")
            .env("ANTHROPIC_BASE_URL", UPSTREAM.url())
            .env("ANTHROPIC_API_KEY", "sk-ant-upstream-secret")
            // Stories tell what happens, not how fast; a busy machine must not change them.
            .env("SLUICE_GATEWAY_CACHE_DEADLINE", "1s")
            .env("SLUICE_CACHE_EMBEDDINGS_LOOKUP_DEADLINE", "900ms")
            .env("SLUICE_GATEWAY_OVERLOAD_LOOP_DELAY", "60s")
            .env("SLUICE_GATEWAY_TIMEOUTS_FIRST_TOKEN", "3s")
            .env("SLUICE_GATEWAY_RESILIENCE_WHOLE_ANSWER", "3s")
            .env("SLUICE_ANALYTICS_EXPERIMENTS_CHECK_EVERY", "1s")
            .env("SLUICE_CACHE_PREDICTION_ENABLED", "true")
            .env("SLUICE_CACHE_PREDICTION_TENANTS", PREDICTED)
            .env("gateway-service", trusting(ISSUER))
            .start();

    private House() {}

    static LocalStack stack() {
        return STACK;
    }

    /** The scripted provider behind {@code gpt-*} and {@code claude-*} models. */
    static ScriptedUpstream upstream() {
        return UPSTREAM;
    }

    /** Where people of the company sign in. */
    static TestIssuer issuer() {
        return ISSUER;
    }

    private static Map<String, String> trusting(TestIssuer issuer) {
        Map<String, String> variables = new HashMap<>();
        issuer.settings()
                .forEach((name, value) -> variables.put(
                        "SLUICE_GATEWAY_OIDC_CORP_"
                                + name.toUpperCase(Locale.ROOT)
                                        .replace('-', '_')
                                        .replace('.', '_'),
                        value));
        return variables;
    }

    /** A client with a fresh key of a fresh tenant, so that stories do not share caches or counts. */
    static Client newTenant(String name) {
        String tenant = name + "-" + Long.toString(System.nanoTime(), 36);
        return new Client(STACK.baseUrl(), STACK.newTenantKey(tenant), tenant);
    }

    /** A client with a fresh key of a tenant of this very name. */
    static Client newTenantNamed(String tenant) {
        return new Client(STACK.baseUrl(), STACK.newTenantKey(tenant), tenant);
    }
}
