package dev.sluice.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.allowance.Allowance;
import dev.sluice.gateway.allowance.Budget;
import dev.sluice.gateway.allowance.Level;
import dev.sluice.gateway.allowance.Quota;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.kit.prices.Price;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callers are told: headers when they are let in, and which limit, how much, and when if they are not. */
class LimitAnswersTest {

    private static final Price PRICE = new Price(1_000_000_000L, 500_000_000L, 2_000_000_000L);

    private final MovingClock clock = new MovingClock("2026-11-20T10:00:00Z");
    private double factor = 1;
    private final Limiter limiter = new Limiter(
            clock, new LocalTeller(new LocalStore(clock)), new LimitMetrics(new SimpleMeterRegistry()), () -> factor);

    @Test
    void headersOfAnAnswer() {
        Level key = new Level(
                Level.Kind.KEY,
                "ab12",
                new Allowance(
                        List.of(new Quota(600, Duration.ofMinutes(1)), new Quota(1_000, Duration.ofDays(1))),
                        List.of(new Quota(200_000, Duration.ofMinutes(1))),
                        10,
                        new Budget(null, 5_000_000_000L, null, ZoneOffset.UTC, true)));

        assertThat(headers(admit(key, 100, 900L)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ratelimit-policy",
                        "\"key-rpm\";q=600;w=60, \"key-rpd\";q=1000;w=86400, \"key-tpm\";q=200000;qu=\"tokens\";w=60,"
                                + " \"key-concurrent\";q=10;qu=\"concurrent-requests\"",
                        "ratelimit",
                        "\"key-rpm\";r=599;t=61, \"key-tpm\";r=199000;t=61, \"key-concurrent\";r=9",
                        "x-ratelimit-limit-requests",
                        "600",
                        "x-ratelimit-remaining-requests",
                        "599",
                        "x-ratelimit-reset-requests",
                        "1m1s",
                        "x-ratelimit-limit-tokens",
                        "200000",
                        "x-ratelimit-remaining-tokens",
                        "199000",
                        "x-ratelimit-reset-tokens",
                        "1m1s"));
    }

    @Test
    void ourWordOnLimitsReplacesTheUpstreams() {
        var response = HttpHeaders.headers()
                .add("x-ratelimit-limit-requests", "9999")
                .add("x-ratelimit-remaining-tokens", "8888")
                .add("x-other", "kept");

        admit(requests(Level.Kind.KEY, "k", 5, Duration.ofMinutes(1)), 1, null).describe(response);

        assertThat(response.get("x-ratelimit-limit-requests")).isEqualTo("5");
        assertThat(response.contains("x-ratelimit-remaining-tokens")).isFalse();
        assertThat(response.get("x-other")).isEqualTo("kept");
    }

    @Test
    void tooManyRequests() {
        Level key = requests(Level.Kind.KEY, "k", 1, Duration.ofMinutes(1));
        admit(key, 1, null);
        clock.advance(Duration.ofSeconds(20));

        ApiError refused = refused(key, 1, null);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("rate_limit_exceeded");
        assertThat(refused.type()).isEqualTo("requests");
        assertThat(refused.message())
                .isEqualTo("This key has reached its limit of 1 requests per minute. None is left. Try again in 41s.");
        assertThat(refused.headers())
                .containsEntry("retry-after", "41")
                .containsEntry("retry-after-ms", "41000")
                .containsEntry("ratelimit", "\"key-rpm\";r=0;t=41")
                .containsEntry("x-ratelimit-remaining-requests", "0")
                .doesNotContainKey("x-should-retry");
    }

    @Test
    void underLoadFewerRequestsAreAdmittedAndTheRefusalSaysSo() {
        Level key = requests(Level.Kind.KEY, "k", 4, Duration.ofMinutes(1));
        factor = 0.5;
        admit(key, 1, null);
        assertThat(headers(admit(key, 1, null))).containsEntry("x-ratelimit-limit-requests", "2");

        assertThat(refused(key, 1, null).message())
                .startsWith("This key has reached its limit of 2 requests per minute.")
                .endsWith("The limit is temporarily reduced, since the gateway is busy.");

        factor = 1;
        admit(key, 1, null);
    }

    @Test
    void tooManyTokens() {
        Level project = new Level(
                Level.Kind.PROJECT,
                "acme/site",
                new Allowance(List.of(), List.of(new Quota(1_000, Duration.ofHours(1))), null, null));
        admit(project, 100, 500L);

        ApiError refused = refused(project, 100, 500L);

        assertThat(refused.type()).isEqualTo("tokens");
        assertThat(refused.message())
                .isEqualTo("The project site has reached its limit of 1000 tokens per hour. 400 are left; this request"
                        + " reserves 600. Try again in 1h 1m.");
        assertThat(refused.headers()).containsEntry("x-should-retry", "false");
    }

    @Test
    void aRequestLargerThanTheLimit() {
        Level model = new Level(
                Level.Kind.MODEL,
                "acme/openai/gpt-4o",
                new Allowance(List.of(), List.of(new Quota(1_000, Duration.ofHours(1))), null, null));

        assertThat(refused(model, 1_001, 0L).message())
                .isEqualTo("The model openai/gpt-4o has reached its limit of 1000 tokens per hour. 1000 are left; this"
                        + " request reserves 1001. This request alone is larger than that limit: make it smaller.");
    }

    @Test
    void noMoneyLeft() {
        Level tenant = new Level(
                Level.Kind.TENANT,
                "acme",
                new Allowance(List.of(), List.of(), null, new Budget(null, 3_000_000L, null, ZoneOffset.UTC, true)));
        admit(tenant, 1_000, 500L);

        ApiError refused = refused(tenant, 1_000, 500L);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("insufficient_quota");
        assertThat(refused.type()).isEqualTo("insufficient_quota");
        assertThat(refused.message())
                .isEqualTo("The tenant acme has reached its budget of $0.003 per calendar day. $0.001 is left; this"
                        + " request reserves $0.002. It resets at 2026-11-21T00:00:00Z.");
        assertThat(refused.headers())
                .containsEntry("retry-after", Long.toString(14 * 3_600))
                .containsEntry("x-should-retry", "false");
    }

    @Test
    void tooManyAtATime() {
        Level key = new Level(Level.Kind.KEY, "k", new Allowance(List.of(), List.of(), 1, null));
        Reservation first = admit(key, 1, null);

        assertThat(refused(key, 1, null).message())
                .isEqualTo("This key has reached its limit of 1 requests at a time. None is left. Try again when one of"
                        + " them has ended.");

        first.settle(0, 0);
        admit(key, 1, null);
    }

    @Test
    void withoutLimitsNothingIsCounted() {
        var free = new Level(Level.Kind.KEY, "k", Allowance.UNLIMITED);

        assertThat(StoreContract.await(limiter.admit(demand(List.of(), 1, null))))
                .isInstanceOf(Admission.Free.class);
        assertThat(StoreContract.await(limiter.admit(demand(List.of(free), 1, null))))
                .isInstanceOf(Admission.Free.class);
    }

    @Test
    void anAnswerThatGrowsBeyondItsReservationAsksForMoreUntilThereIsNone() {
        Level key = new Level(
                Level.Kind.KEY,
                "k",
                new Allowance(List.of(), List.of(new Quota(2_000, Duration.ofHours(1))), null, null));
        Reservation share = admit(key, 100, null);
        var ended = new int[1];

        for (int tokens = 0; tokens < 3_000 && ended[0] == 0; tokens += 10) {
            int now = tokens;
            share.progress(now, () -> ended[0] = now);
        }

        assertThat(ended[0]).isBetween(1_700, 1_900);
        share.settle(100 + ended[0], 0);
        assertThat(headers(admit(key, 1, 1L)))
                .containsEntry("x-ratelimit-remaining-tokens", Long.toString(2_000 - 100 - ended[0] - 2));
    }

    @Test
    void anAnswerAsksForNoMoreThanItsClientAllowedItToBe() {
        Level key = new Level(
                Level.Kind.KEY,
                "k",
                new Allowance(List.of(), List.of(new Quota(500, Duration.ofHours(1))), null, null));
        Reservation share = admit(key, 100, 400L);

        for (int tokens = 0; tokens <= 400; tokens += 10) {
            share.progress(tokens, () -> {
                throw new AssertionError("cut though it was paid for");
            });
        }
    }

    @Test
    void reservationsLearnHowLongAnswersAre() {
        var habits = new OutputHabits();
        assertThat(habits.expected("acme", "m", null)).isEqualTo(1_024);
        assertThat(habits.expected("acme", "m", 50L)).isEqualTo(50);

        for (int i = 0; i < 100; i++) {
            habits.saw("acme", "m", 100 + i);
        }

        assertThat(habits.expected("acme", "m", null)).isBetween(195L, 300L);
        assertThat(habits.expected("acme", "m", 150L)).isEqualTo(150);
        assertThat(habits.expected("other", "m", null)).isEqualTo(1_024);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0ms",
        "120,120ms",
        "999,999ms",
        "1000,1s",
        "1001,2s",
        "360000,6m0s",
        "3723000,1h2m3s",
        "3600000,1h0m0s"
    })
    void resetsAreWrittenAsOpenAiDoes(long millis, String text) {
        assertThat(LimitHeaders.time(millis)).isEqualTo(text);
    }

    private Reservation admit(Level level, long prompt, Long most) {
        var admission = StoreContract.await(limiter.admit(demand(List.of(level), prompt, most)));
        assertThat(admission).isInstanceOf(Admission.Admitted.class);
        return ((Admission.Admitted) admission).reservation();
    }

    private ApiError refused(Level level, long prompt, Long most) {
        var admission = StoreContract.await(limiter.admit(demand(List.of(level), prompt, most)));
        assertThat(admission).isInstanceOf(Admission.Refused.class);
        return ((Admission.Refused) admission).error();
    }

    private static Demand demand(List<Level> levels, long prompt, Long most) {
        return new Demand("acme", levels, "gpt-4o", prompt, most, true, PRICE);
    }

    private static Level requests(Level.Kind kind, String id, long limit, Duration window) {
        return new Level(kind, id, new Allowance(List.of(new Quota(limit, window)), List.of(), null, null));
    }

    private static Map<String, String> headers(Reservation reservation) {
        var headers = HttpHeaders.headers();
        reservation.describe(headers);
        Map<String, String> all = new TreeMap<>();
        headers.forEach(header -> all.put(header.getKey(), header.getValue()));
        return all;
    }
}
