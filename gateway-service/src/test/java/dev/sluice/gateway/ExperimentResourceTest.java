package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.Client.Reply;
import dev.sluice.gateway.testing.EventTopic;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.kit.kafka.KafkaClients;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Definitions on the control topic hold for each chat of their tenant, on every path through the gateway. */
@QuarkusTest
class ExperimentResourceTest extends GatewayTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    KafkaClients clients;

    private int asked;
    private final String tenant = "lab-" + Long.toString(System.nanoTime(), 36);

    private Client acme() {
        return Client.of(base(), admin(), tenant);
    }

    /** Writes a definition as analytics-service does. Single quotes are doubled ones. */
    private void write(String name, String state, String variants) throws Exception {
        String record = ("""
                {'tenant':'%s','name':'%s','unit':'conversation','traffic':1.0,'variants':%s,'metric':'cost_per_call',
                 'guardrails':[{'metric':'error_rate','tolerated':0.1}],
                 'method':{'kind':'always_valid','units':5000,'alpha':0.05},'state':'%s',
                 'definedAt':'2026-11-20T12:00:00Z','startedAt':'2026-11-20T12:00:01.123456Z','history':[]}""").formatted(tenant, name, variants, state).replace('\'', '"');
        try (var producer = clients.producer("test", Map.of())) {
            producer.send(new ProducerRecord<>(
                            Topics.CONTROL,
                            "experiment/" + tenant + "/" + name,
                            record.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    private Reply ask(Client who, String session) {
        asked++;
        return who.chat("gpt-4o", "hello " + session, "x-sluice-session", session);
    }

    private void awaitPart(Client who, boolean takesPart) {
        await().atMost(SOON)
                .until(() -> ask(who, "probe").header("x-sluice-experiment").isEmpty() != takesPart);
    }

    @Test
    void sessionsAreSplitStayAndAreToldOnceByHeaderAndEvent() throws Exception {
        Client acme = acme();
        write("model", "running", "[{'name':'control','weight':1},{'name':'mini','weight':1,'model':'gpt-4o-mini'}]");
        awaitPart(acme, true);

        Map<String, String> variants = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            Reply reply = ask(acme, "s" + i % 20);
            String told = reply.header("x-sluice-experiment");
            assertThat(told).matches("model;variant=(control|mini)");
            String before = variants.putIfAbsent("s" + i % 20, told);
            assertThat(before == null || before.equals(told)).isTrue();
            if (i < 20) {
                assertThat(reply.header("x-sluice-deployment"))
                        .isEqualTo(told.endsWith("mini") ? "openai/gpt-4o-mini" : "openai/gpt-4o");
            }
        }
        assertThat(variants.values()).contains("model;variant=control", "model;variant=mini");

        int told = 0;
        for (JsonNode event : EventTopic.of(acme.key(), asked)) {
            String session = event.at("/origin/sessionId").asText();
            if (variants.containsKey(session)) {
                assertThat("model;variant=" + event.at("/props/exp.model").asText())
                        .isEqualTo(variants.get(session));
                told++;
            }
        }
        assertThat(told).isEqualTo(40);

        Reply noSession = acme.chat("gpt-4o", "hello");
        assertThat(noSession.header("x-sluice-experiment")).isEmpty();
        assertThat(noSession.header("x-sluice-deployment")).isEqualTo("openai/gpt-4o");
        assertThat(ask(newTenant("other"), "s1").header("x-sluice-experiment")).isEmpty();
    }

    @Test
    void whatWasRolledBackServesEverybodyAsBefore() throws Exception {
        Client acme = acme();
        String variants = "[{'name':'control','weight':1},{'name':'b','weight':10000,'model':'gpt-4o-mini'}]";
        write("back", "running", variants);
        awaitPart(acme, true);

        write("back", "rolled_back", variants);
        awaitPart(acme, false);

        for (int i = 0; i < 5; i++) {
            assertThat(ask(acme, "after" + i).header("x-sluice-deployment")).isEqualTo("openai/gpt-4o");
        }
    }

    @Test
    void cachePoliciesAndTwoExperimentsBesideEachOther() throws Exception {
        Client acme = acme();
        write(
                "cache",
                "running",
                "[{'name':'bypass','weight':10000,'cache':'off'},{'name':'x','weight':1,'cache':'exact'}]");
        write("model", "running", "[{'name':'mini','weight':10000,'model':'gpt-4o-mini'},{'name':'x','weight':1}]");
        await().atMost(SOON)
                .until(() -> ask(acme, "probe").header("x-sluice-experiment").contains(", "));

        Reply first = ask(acme, "same");
        Reply again = ask(acme, "same");

        assertThat(first.header("x-sluice-experiment")).isEqualTo("cache;variant=bypass, model;variant=mini");
        assertThat(again.header("x-cache")).isEqualTo("BYPASS");
        assertThat(again.header("x-sluice-deployment")).isEqualTo("openai/gpt-4o-mini");
    }

    @Test
    void aVariantThatNobodyServesHarmsNobodyAndIsNotCounted() throws Exception {
        Client acme = acme();
        write("lost", "running", "[{'name':'control','weight':1},{'name':'b','weight':10000,'model':'mistral/large'}]");

        await().atMost(SOON)
                .until(() -> ask(acme, "probe").header("x-sluice-degraded").contains("experiment"));
        Reply reply = ask(acme, "someone");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("x-sluice-experiment")).isEmpty();
        assertThat(reply.header("x-sluice-deployment")).isEqualTo("openai/gpt-4o");
    }
}
