package dev.sluice.cache.lookup;

import static dev.sluice.cache.CacheClient.SCOPE;
import static dev.sluice.cache.CacheClient.document;
import static dev.sluice.cache.CacheClient.question;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.CacheClient;
import dev.sluice.contracts.cache.CacheEntry;
import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.contracts.cache.CacheReply;
import dev.sluice.contracts.cache.CacheReply.Outcome;
import dev.sluice.kit.ids.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Answers are fresh for five seconds and old for two minutes more. */
@QuarkusTest
@TestProfile(FreshnessResourceTest.ShortLives.class)
class FreshnessResourceTest {

    /** Lives that a test can wait for. */
    public static class ShortLives implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "sluice.cache.ttl.standard", "5s",
                    "sluice.cache.ttl.stale-window", "24",
                    "sluice.cache.ttl.refresh-lease", "10m",
                    "sluice.cache.refresh-ahead.enabled", "false");
        }
    }

    private static final String PLAIN = "How do tides work?";

    private final CacheClient acme = new CacheClient("fresh-" + Ids.next());

    private static CacheQuestion demanding(Long maxAge, Long maxStale, Long minFresh) {
        return new CacheQuestion("gpt-4o", SCOPE, PLAIN, false, maxAge, null, null, false, null, maxStale, minFresh);
    }

    private CacheReply awaitStale(CacheQuestion question) {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> acme.lookup(question), CacheReply::stale);
    }

    @Test
    void oneAskerIsToldToAskAgainAndTheNewAnswerIsServedToAll() {
        CacheQuestion exact = new CacheQuestion("gpt-4o", SCOPE, PLAIN, false, null);
        acme.remember(new CacheEntry(exact, document("The moon pulls."), null, 1_000));
        CacheReply told = awaitStale(exact);
        assertThat(told.outcome()).isEqualTo(Outcome.HIT);
        assertThat(told.document()).contains("The moon pulls.");
        assertThat(told.freshSeconds()).isZero();

        CacheReply other = acme.lookup(exact);
        assertThat(other.outcome()).isEqualTo(Outcome.HIT);
        assertThat(other.stale()).as("somebody else asks already").isFalse();
        assertThat(other.freshSeconds()).isZero();

        acme.remember(new CacheEntry(exact, document("The moon and the sun pull."), null, 1_000));
        CacheReply fresh = acme.lookup(exact);
        assertThat(fresh.document()).contains("The moon and the sun pull.");
    }

    @Test
    void whoNamesAnAgeGetsNoOldAnswer() {
        CacheQuestion exact = new CacheQuestion("gpt-4o", SCOPE, PLAIN, false, null);
        acme.remember(new CacheEntry(exact, document("The moon pulls."), null, 1_000));
        awaitStale(exact);
        CacheQuestion picky = new CacheQuestion("gpt-4o", SCOPE, PLAIN, false, 3_600L);
        assertThat(acme.lookup(picky).outcome()).isEqualTo(Outcome.MISS);
        assertThat(acme.lookup(demanding(3_600L, 3_600L, null)).outcome()).isEqualTo(Outcome.HIT);
        assertThat(acme.lookup(demanding(null, null, 5L)).outcome()).isEqualTo(Outcome.MISS);
        assertThat(acme.lookup(exact).outcome()).isEqualTo(Outcome.HIT);
    }

    @Test
    void whatItsSenderBoundsIsGoneAtItsBound() {
        acme.remember(new CacheEntry(question(PLAIN), document("The moon pulls."), 1L, 1_000));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> acme.lookup(PLAIN).outcome() == Outcome.MISS);
    }

    @Test
    void aLiveAnswerIsNeverServedOld() {
        String live = "What is the price of bitcoin right now?";
        acme.remember(live, "Much.");
        CacheReply last = Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            CacheReply reply = acme.lookup(live);
                            assertThat(reply.stale()).isFalse();
                            return reply;
                        },
                        reply -> reply.outcome() == Outcome.MISS);
        assertThat(last.document()).isNull();
    }
}
