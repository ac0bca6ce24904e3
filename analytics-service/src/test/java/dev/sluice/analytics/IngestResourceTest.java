package dev.sluice.analytics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.analytics.store.DuckStore;
import dev.sluice.analytics.store.StoreFixture;
import dev.sluice.contracts.analytics.Overview;
import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.testkit.KafkaTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.assertj.core.data.Percentage;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events through a real broker into the store and out of the reports. Each test has a tenant of its own. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
class IngestResourceTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    KafkaClients clients;

    @Inject
    ObjectMapper json;

    @Inject
    DuckStore store;

    private final String tenant = "t-" + UUID.randomUUID();
    private final Instant now = Instant.now().minusSeconds(1);
    private KafkaProducer<String, byte[]> producer;

    @BeforeEach
    void connect() {
        producer = clients.producer("test", Map.of());
    }

    @AfterEach
    void disconnect() {
        producer.close();
    }

    @Test
    void overviewEqualsWhatWasProduced() throws Exception {
        // Given
        publish(
                Events.completion(tenant, now, "MISS", 1_000_000_007L, 0),
                Events.completion(tenant, now, "MISS", 3, 0),
                Events.completion(tenant, now, "HIT", 0, 999_999_999_999_999L),
                Events.completion(tenant, now, "SEMANTIC", 0, 1),
                Events.failed(tenant, now, 502, "upstream_cut"),
                Events.failed(tenant, now, 200, "client_gone"),
                Events.task(tenant, now, "normal", "succeeded"),
                Events.task(tenant, now, "bulk", "dead"),
                Events.optimize(tenant, now, 100, 60));

        // When
        Overview overview = overviewWith(9);

        // Then
        assertThat(overview.requests()).isEqualTo(6);
        assertThat(overview.errors()).isEqualTo(2);
        assertThat(overview.cacheHits()).isEqualTo(1);
        assertThat(overview.semanticHits()).isEqualTo(1);
        assertThat(overview.inputTokens()).isEqualTo(400);
        assertThat(overview.outputTokens()).isEqualTo(80);
        assertThat(overview.costNano()).isEqualTo(1_000_000_010L);
        assertThat(overview.savedNano()).isEqualTo(1_000_000_000_000_000L);
        assertThat(overview.savedTokens()).isEqualTo(240 + 40);
        assertThat(overview.latencyP50Ms()).isCloseTo(120, Percentage.withPercentage(2));
        assertThat(overview.tasks()).isEqualTo(2);
        assertThat(overview.tasksFailed()).isEqualTo(1);
        assertThat(overview.models())
                .containsExactly(
                        new Overview.ByModel("small-2026", 4, 400, 80, 1_000_000_010L),
                        new Overview.ByModel("small", 2, 0, 0, 0));
        assertThat(overview.series()).hasSizeBetween(96, 97);
        assertThat(overview.series().stream()
                        .mapToLong(Overview.Bucket::requests)
                        .sum())
                .isEqualTo(6);
        assertThat(overview.series().stream()
                        .mapToLong(Overview.Bucket::savedNano)
                        .sum())
                .isEqualTo(overview.savedNano());
    }

    @Test
    void whatWasAskedBesideCostsMoneyButIsNoRequest() throws Exception {
        publish(Events.completion(tenant, now, "MISS", 7, 0), Events.shadow(tenant, now, 5));

        Overview overview = overviewWith(2);

        assertThat(overview.requests()).isEqualTo(1);
        assertThat(overview.errors()).isZero();
        assertThat(overview.latencyP95Ms()).isCloseTo(120, Percentage.withPercentage(2));
        assertThat(overview.costNano()).isEqualTo(12);
        assertThat(overview.inputTokens()).isEqualTo(200);
    }

    @Test
    void aDuplicateIsCountedOnceAndARecordThatIsNoEventIsSetAside() throws Exception {
        // Given
        long rejectsBefore = store.rejects();
        Event twice = Events.completion(tenant, now, "MISS", 7, 0);
        send("my secret prompt".getBytes(StandardCharsets.UTF_8));
        publish(twice, twice);
        publish(twice);

        // When
        publish(Events.completion(tenant, now, "MISS", 5, 0));

        // Then
        await().atMost(SOON).until(() -> overview(tenant).costNano() == 12);
        assertThat(overview(tenant).requests()).isEqualTo(2);
        await().atMost(SOON).until(() -> store.rejects() == rejectsBefore + 1);
        given().get("/metrics")
                .then()
                .body(Matchers.matchesPattern("(?s).*sluice_ingest_events_total\\{[^}]*result=\"duplicate\".*"));
    }

    @Test
    void anotherTenantSeesNothingOfIt() throws Exception {
        // Given
        publish(Events.completion(tenant, now, "HIT", 5, 7), Events.task(tenant, now, "low", "succeeded"));
        overviewWith(2);

        // When
        Overview other = overview("other-" + tenant);

        // Then
        assertThat(List.of(other.requests(), other.costNano(), other.savedNano(), other.tasks()))
                .containsOnly(0L);
        assertThat(other.models()).isEmpty();
        ask("other-" + tenant, "/analytics/requests").body("requests", Matchers.empty());
        ask("other-" + tenant, "/analytics/tasks").body("rows", Matchers.empty());
        ask("other-" + tenant, "/analytics/costs").body("rows", Matchers.empty());
    }

    @Test
    void costsRequestsAndTasksTellTheSameEvents() throws Exception {
        // Given
        publish(
                Events.completion(tenant, now.minusSeconds(1), "MISS", 5, 0),
                Events.failed(tenant, now, 429, null),
                Events.task(tenant, now, "high", "succeeded"));

        // When
        overviewWith(3);

        // Then
        ask(tenant, "/analytics/costs?by=project")
                .body("rows.name", Matchers.contains("shop", "none"))
                .body("rows[0].costNano", Matchers.is(5));
        ask(tenant, "/analytics/costs?by=provider").body("rows.name", Matchers.contains("openai", "none"));
        ask(tenant, "/analytics/costs?by=key").body("rows[0].requests", Matchers.is(2));
        ask(tenant, "/analytics/requests?limit=1")
                .body("requests", Matchers.hasSize(1))
                .body("requests[0].status", Matchers.is(429))
                .body("requests[0].at", Matchers.startsWith("20"));
        ask(tenant, "/analytics/tasks")
                .body("rows[0].lane", Matchers.is("high"))
                .body("rows[0].queuedP50Ms", Matchers.is(12.0F));
    }

    @ParameterizedTest
    @CsvSource({
        "/analytics/overview?from=yesterday, bad_time",
        "/analytics/overview?bucket=1s, too_many_buckets",
        "/analytics/costs?by=tenant, unknown_dimension",
        "/analytics/requests?limit=0, bad_limit",
        "/analytics/requests?limit=201, bad_limit",
        "/analytics/requests?limit=many, bad_limit"
    })
    void aWrongParameterIsRefusedWithARemedy(String path, String code) {
        given().header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", tenant)
                .get(path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", Matchers.is(code));
    }

    @Test
    void aStrangerIsNotAnswered() {
        given().header("x-sluice-tenant", tenant)
                .get("/analytics/overview")
                .then()
                .statusCode(401);
    }

    @Test
    void aStoreThatWasClosedIsOpenedAgainAndNothingIsLost() throws Exception {
        // Given
        publish(Events.completion(tenant, now, "MISS", 5, 0));
        overviewWith(1);

        // When
        store.close();
        publish(Events.completion(tenant, now, "MISS", 6, 0));

        // Then
        await().atMost(SOON).until(() -> overview(tenant).costNano() == 11);
    }

    @Test
    void statusTellsStoreAndLag() throws Exception {
        publish(Events.completion(tenant, now, "MISS", 5, 0));
        await().atMost(SOON)
                .untilAsserted(() -> given().get("/internal/status")
                        .then()
                        .statusCode(200)
                        .body("service", Matchers.is("analytics-service"))
                        .body("state", Matchers.is("UP"))
                        .body("details.store", Matchers.is("duckdb"))
                        .body("details.lag", Matchers.is("0")));
    }

    @Test
    void aTenantsEventsAreExportedAsParquetAndNobodyElses(@TempDir Path folder) throws Exception {
        publish(
                Events.completion(tenant, now, "MISS", 7, 0),
                Events.completion(tenant, now, "HIT", 0, 7),
                Events.completion(tenant, now.minus(Duration.ofDays(2)), "MISS", 1, 0),
                Events.completion("another-" + tenant, now, "MISS", 5, 0));
        await().atMost(SOON).until(() -> stored() == 3);

        byte[] parquet = ask(tenant, "/analytics/export")
                .header("content-type", "application/vnd.apache.parquet")
                .header("content-disposition", Matchers.startsWith("attachment; filename=\"events-20"))
                .extract()
                .asByteArray();

        Path file = Files.write(folder.resolve("events.parquet"), parquet);
        assertThat(StoreFixture.number(store, "SELECT sum(cost_nano) FROM read_parquet('%s')".formatted(file)))
                .isEqualTo(7);
        assertThat(StoreFixture.number(store, "SELECT count(*) FROM read_parquet('%s')".formatted(file)))
                .isEqualTo(2);
        assertThat(Path.of("target/test-data").toFile().list((dir, name) -> name.startsWith("export-")))
                .as("files that were left")
                .isEmpty();
        given().header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", tenant)
                .get("/analytics/export?from=" + now.minus(Duration.ofDays(32)))
                .then()
                .statusCode(400)
                .body("code", Matchers.is("period_too_long"));
    }

    @Test
    void theDashboardIsServedWithoutAKeyAndUnderAStrictPolicy() {
        given().get("/dashboard/")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", Matchers.startsWith("default-src 'self'"))
                .body(Matchers.containsString("/dashboard/app.js"));
        given().header("accept-encoding", "gzip")
                .get("/dashboard/app.js")
                .then()
                .statusCode(200)
                .header("content-encoding", "gzip");
        given().redirects()
                .follow(false)
                .get("/dashboard")
                .then()
                .statusCode(308)
                .header("Location", "/dashboard/");
    }

    private void publish(Event... events) throws Exception {
        List<java.util.concurrent.Future<?>> sent = new ArrayList<>();
        for (Event event : events) {
            sent.add(send(json.writeValueAsBytes(event)));
        }
        for (var one : sent) {
            one.get();
        }
    }

    private java.util.concurrent.Future<?> send(byte[] value) {
        return producer.send(new ProducerRecord<>(Topics.EVENTS, tenant, value));
    }

    /** The overview once all of this tenant's events are in the store. */
    private Overview overviewWith(long events) {
        await().atMost(SOON).until(() -> stored() == events);
        return overview(tenant);
    }

    private long stored() {
        return store.read(connection -> {
            try (var query = connection.prepareStatement("SELECT count(*) FROM events WHERE tenant = ?")) {
                query.setString(1, tenant);
                var rows = query.executeQuery();
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    private Overview overview(String of) {
        return ask(of, "/analytics/overview").extract().as(Overview.class);
    }

    private ValidatableResponse ask(String of, String path) {
        return given().header("x-sluice-internal", "test-internal-secret")
                .header("x-sluice-tenant", of)
                .get(path)
                .then()
                .statusCode(200);
    }
}
