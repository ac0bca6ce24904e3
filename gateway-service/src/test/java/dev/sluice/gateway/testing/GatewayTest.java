package dev.sluice.gateway.testing;

import dev.sluice.testkit.KafkaTestResource;
import dev.sluice.testkit.ScriptedUpstream;
import dev.sluice.testkit.TestIssuer;
import dev.sluice.testkit.UpstreamTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import org.junit.jupiter.api.BeforeEach;

/** A gateway with a real Kafka, a scripted provider and fake siblings. All resource tests share one start. */
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(Siblings.class)
@QuarkusTestResource(TestIssuer.class)
@QuarkusTestResource(TestControlFile.class)
@QuarkusTestResource(
        value = UpstreamTestResource.class,
        initArgs = {
            @ResourceArg(name = "sluice.gateway.well-known.openai-base-url", value = "{openai}"),
            @ResourceArg(name = "sluice.gateway.well-known.openai-api-key", value = "sk-upstream-secret"),
            @ResourceArg(name = "sluice.gateway.well-known.anthropic-base-url", value = "{url}"),
            @ResourceArg(name = "sluice.gateway.well-known.anthropic-api-key", value = "sk-ant-upstream-secret"),
            @ResourceArg(name = "sluice.gateway.providers.nowhere.base-url", value = "http://127.0.0.1:1/v1"),
            @ResourceArg(name = "sluice.gateway.providers.nowhere.models", value = "nowhere-*"),
            @ResourceArg(name = "sluice.gateway.aliases.cheap", value = "openai/gpt-4o-mini"),
            @ResourceArg(name = "sluice.gateway.auto.cheap", value = "openai/gpt-4o-mini"),
            @ResourceArg(name = "sluice.gateway.auto.strong", value = "openai/gpt-4o"),
            @ResourceArg(name = "sluice.gateway.auto.deadline", value = "1s"),
            @ResourceArg(name = "sluice.gateway.media.files-provider", value = "openai"),
            @ResourceArg(name = "sluice.gateway.media.files-tenants", value = "tenant-with-files"),
            @ResourceArg(name = "sluice.gateway.timeouts.first-token", value = "2s"),
            @ResourceArg(name = "sluice.gateway.timeouts.stall", value = "1s"),
            @ResourceArg(name = "sluice.gateway.resilience.whole-answer", value = "2s"),
            @ResourceArg(name = "sluice.gateway.resilience.first-token.\"openai/gpt-hasty\"", value = "300ms"),
            @ResourceArg(name = "sluice.gateway.resilience.first-token.\"openai/gpt-patient\"", value = "60s"),
            @ResourceArg(name = "sluice.gateway.overload.loop-delay", value = "60s"),
            @ResourceArg(name = "sluice.gateway.resilience.breaker.pause", value = "3s"),
            @ResourceArg(name = "sluice.gateway.resilience.breaker.window", value = "60s"),
            @ResourceArg(name = "sluice.gateway.resilience.hedge.enabled", value = "true"),
            @ResourceArg(name = "sluice.gateway.resilience.hedge.share", value = "0.1"),
            @ResourceArg(name = "sluice.gateway.streaming.stall-client", value = "2s"),
            @ResourceArg(name = "sluice.gateway.chat.progress", value = "400ms"),
            @ResourceArg(name = "sluice.gateway.socket.ping", value = "500ms"),
            @ResourceArg(name = "sluice.gateway.socket.idle", value = "3s"),
            @ResourceArg(name = "sluice.gateway.socket.auth", value = "2s"),
            @ResourceArg(name = "sluice.gateway.socket.message", value = "16K"),
            @ResourceArg(name = "sluice.gateway.cache.deadline", value = "500ms"),
            @ResourceArg(name = "sluice.gateway.optimize.deadline", value = "500ms"),
            @ResourceArg(name = "sluice.data.dir", value = "target/test-data")
        })
public abstract class GatewayTest {

    private static boolean warm;

    protected ScriptedUpstream upstream;
    protected Siblings siblings;
    protected TestIssuer issuer;
    protected TestControlFile controlFile;

    @TestHTTPResource("/")
    protected String publicUrl;

    @TestHTTPResource(value = "/", management = true)
    protected String adminUrl;

    @BeforeEach
    void reset() {
        upstream.reset();
        siblings.reset();
        if (!warm) {
            warm = true;
            warmUp();
            upstream.reset();
            siblings.reset();
        }
    }

    /** The first calls after a start load classes, which on a busy machine outlasts the short time limits above. */
    private void warmUp() {
        Client client = newTenant("warm-up");
        for (int i = 0; i < 5 && client.chat("gpt-4o-mini", "warm up").status() != 200; i++) {}
    }

    protected String base() {
        return publicUrl.replaceAll("/$", "");
    }

    protected String admin() {
        return adminUrl.replaceAll("/$", "");
    }

    /** A client with a key of a tenant nobody else uses. */
    protected Client newTenant(String name) {
        return Client.of(base(), admin(), name + "-" + Long.toString(System.nanoTime(), 36));
    }
}
