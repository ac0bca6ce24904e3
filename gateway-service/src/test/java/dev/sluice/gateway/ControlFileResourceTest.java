package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.gateway.testing.TestControlFile;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys, tenants and routes of the control file work like those of the admin API, and follow the file. */
@QuarkusTest
class ControlFileResourceTest extends GatewayTest {

    private static final String TENANT = "/admin/tenants/tenant-of-the-file";

    private Client chief() {
        return new Client(admin(), "test-admin-key");
    }

    private Client fromFile() {
        return new Client(base(), TestControlFile.KEY);
    }

    private String told() {
        return newTenant("asks")
                .get("/system/status")
                .json()
                .at("/services/0/details/controlFile")
                .asText();
    }

    @AfterEach
    void restore() {
        controlFile.write(TestControlFile.CONTENT);
        await().untilAsserted(() ->
                assertThat(fromFile().chat("gpt-4o-mini", "hello").status()).isEqualTo(200));
    }

    @Test
    void aKeyOfTheFileWorksAndIsChangedThereAlone() {
        var list = chief().get("/admin/keys");

        assertThat(fromFile().chat("gpt-4o-mini", "hello").status()).isEqualTo(200);
        assertThat(fromFile().chat("local", "hello").status()).isEqualTo(403);
        assertThat(list.body()).contains("\"id\":\"fromfile\"", "\"source\":\"file\"");
        assertThat(chief().send("DELETE", "/admin/keys/fromfile", "").status()).isEqualTo(409);
        assertThat(chief().post("/admin/keys/fromfile/rotate", "").status()).isEqualTo(409);
        controlFile.write("{}");
        await().untilAsserted(() ->
                assertThat(fromFile().chat("gpt-4o-mini", "hello").status()).isEqualTo(401));
    }

    @Test
    void whatTheTopicSaysHidesTheFileUntilItIsRemoved() {
        assertThat(chief().get(TENANT).json().path("source").asText()).isEqualTo("file");
        assertThat(chief().send("DELETE", TENANT, "").status()).isEqualTo(409);

        assertThat(chief().send("PUT", TENANT, "{\"tier\":\"free\"}").status()).isEqualTo(200);
        assertThat(chief().get(TENANT).json().path("tier").asText()).isEqualTo("free");
        assertThat(chief().send("DELETE", TENANT, "").status()).isEqualTo(204);
        assertThat(chief().get(TENANT).json().path("tier").asText()).isEqualTo("pro");
    }

    @Test
    void aFileThatMakesNoSenseIsToldAndWhatItHeldBeforeStays() {
        controlFile.write(TestControlFile.CONTENT.replace("tier: pro", "tier: gold"));

        await().untilAsserted(() -> assertThat(told())
                .startsWith("refused at")
                .contains("tenants.tenant-of-the-file", "'tier' names no tier"));
        assertThat(fromFile().chat("gpt-4o-mini", "hello").status()).isEqualTo(200);
        assertThat(chief().get(TENANT).json().path("tier").asText()).isEqualTo("pro");
        assertThat(chief().get("/metrics").body()).contains("sluice_gateway_control_file_good 0");
    }

    @Test
    void aRouteOfTheFileIsARoute() {
        controlFile.write(TestControlFile.CONTENT + """
                routes:
                  gpt-4o-of-the-file:
                    stages: [openai/gpt-4o-mini]
                """);

        await().untilAsserted(() -> {
            var reply = fromFile().chat("gpt-4o-of-the-file", "hello", "x-sluice-cache", "off");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(upstream.lastRequest().body().text()).contains("\"gpt-4o-mini\"");
        });
    }
}
