package dev.sluice.cache.lookup;

import static dev.sluice.cache.CacheClient.SCOPE;
import static dev.sluice.cache.CacheClient.document;
import static dev.sluice.cache.CacheClient.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.cache.CacheClient;
import dev.sluice.cache.budget.Budgets;
import dev.sluice.contracts.cache.CacheAudit;
import dev.sluice.contracts.cache.CacheEntry;
import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.contracts.cache.CacheReply;
import dev.sluice.contracts.cache.CacheReply.Outcome;
import dev.sluice.kit.ids.Ids;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AuditResourceTest {

    private static final String ASKED = "How do I reset my password?";
    private static final String AGAIN = "What is the way to reset my password?";
    private static final String THIRD = "What are the steps to reset my password?";
    private static final String SAID = "Open the settings and click Reset password.";

    @Inject
    Budgets budgets;

    private final CacheClient acme = new CacheClient("acme-" + Ids.next());

    @BeforeEach
    void ready() {
        CacheClient.awaitModel();
    }

    private void audit(CacheQuestion question, String entry, String said) {
        acme.call()
                .body(new CacheAudit(question, entry, document(said)))
                .post("/internal/cache/audit")
                .then()
                .statusCode(204);
    }

    private static CacheQuestion routed(String text, String route, Double maxError) {
        return new CacheQuestion("gpt-4o", SCOPE, text, true, null, route, maxError);
    }

    @Test
    void aHitInOtherWordsIsAuditedAndOneInTheSameWordsIsNot() {
        acme.remember(ASKED, SAID);
        assertThat(acme.lookup(ASKED).audit()).isFalse();
        CacheReply reply = acme.lookup(AGAIN);
        assertThat(reply.outcome()).isEqualTo(Outcome.SEMANTIC);
        assertThat(reply.audit()).isTrue();
    }

    @Test
    void anAuditThatFindsTheSameMakesTheWordingAnAlias() {
        acme.remember(ASKED, SAID);
        CacheReply reply = acme.lookup(AGAIN);
        audit(question(AGAIN), reply.entryId(), "Open the settings and click on Reset password!");
        CacheReply alias = acme.lookup(AGAIN);
        assertThat(alias.outcome()).isEqualTo(Outcome.SEMANTIC);
        assertThat(alias.entryId()).isEqualTo(reply.entryId());
        assertThat(alias.audit()).as("what is proven is not audited").isFalse();
        assertThat(budgets.of(acme.tenant(), "").ever()).isEqualTo(1);
        assertThat(budgets.of(acme.tenant(), "").everWrong()).isZero();

        CacheQuestion toTheLetter = new CacheQuestion("gpt-4o", SCOPE, AGAIN, false, null);
        assertThat(acme.lookup(toTheLetter).outcome()).isEqualTo(Outcome.MISS);
        assertThat(new CacheClient("other-" + Ids.next()).lookup(AGAIN).outcome())
                .isEqualTo(Outcome.MISS);

        acme.call().delete("/cache/entries/" + reply.entryId()).then().statusCode(204);
        assertThat(acme.lookup(AGAIN).outcome()).isEqualTo(Outcome.MISS);
        acme.remember(ASKED, SAID);
        assertThat(acme.lookup(AGAIN).audit())
                .as("the alias went with the entry")
                .isTrue();
    }

    @Test
    void anAuditThatFindsAnotherAnswerKeepsTheEntryFromThisWordingAndOnlyFromThis() {
        acme.remember(ASKED, SAID);
        CacheReply reply = acme.lookup(AGAIN);
        audit(question(AGAIN), reply.entryId(), "No. Call 555 0199 and ask for Mister Smith.");
        assertThat(acme.lookup(AGAIN).outcome()).isEqualTo(Outcome.MISS);
        assertThat(acme.lookup(THIRD).outcome()).isEqualTo(Outcome.SEMANTIC);
        assertThat(acme.lookup(ASKED).outcome()).isEqualTo(Outcome.HIT);
        assertThat(budgets.of(acme.tenant(), "").everWrong()).isEqualTo(1);
    }

    @Test
    void anEntryThatWasWrongTwiceIsServedToItsOwnWordsOnly() {
        acme.remember(ASKED, SAID);
        for (String wording : new String[] {AGAIN, THIRD}) {
            // More is asked of the next hit once one was wrong; this route allows for many.
            CacheQuestion question = routed(wording, "loose", 1.0);
            audit(question, acme.lookup(question).entryId(), "No. Call 555 0199 and ask for Mister Smith.");
        }
        CacheQuestion fourth = routed("How can I reset my password?", "loose", 1.0);
        assertThat(acme.lookup(fourth).outcome()).isEqualTo(Outcome.MISS);
        assertThat(acme.lookup(ASKED).outcome()).isEqualTo(Outcome.HIT);
    }

    @Test
    void aWordingServedOftenWithoutDisputeBecomesAnAlias() {
        acme.remember(ASKED, SAID);
        CacheQuestion close = question("How do I reset my passwords?");
        CacheReply reply = acme.lookup(close);
        assertThat(reply.outcome()).isEqualTo(Outcome.SEMANTIC);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> !acme.lookup(close).audit());
        assertThat(acme.lookup(close).entryId()).isEqualTo(reply.entryId());
    }

    @Test
    void inShadowModeNothingIsServedAndTheDecisionIsComparedWithTheAnswerThatComes() {
        String route = "trial";
        acme.remember(new CacheEntry(routed(ASKED, route, null), document(SAID), null, 1_000));
        assertThat(acme.lookup(routed(ASKED, route, null)).outcome()).isEqualTo(Outcome.HIT);
        assertThat(acme.lookup(routed(AGAIN, route, null)).outcome()).isEqualTo(Outcome.MISS);
        acme.remember(new CacheEntry(routed(AGAIN, route, null), document(SAID), null, 1_000));
        assertThat(acme.lookup(routed(THIRD, route, null)).outcome()).isEqualTo(Outcome.MISS);
        acme.remember(new CacheEntry(
                routed(THIRD, route, null), document("No. Call 555 0199 and ask for Mister Smith."), null, 1_000));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> budgets.of(acme.tenant(), route).ever() == 2);
        var standing = budgets.of(acme.tenant(), route);
        assertThat(standing.everWrong()).isEqualTo(1);
        assertThat(standing.requests()).isEqualTo(3);
        assertThat(standing.hits()).isEqualTo(2);
        assertThat(acme.lookup(routed(AGAIN, "another", null)).outcome())
                .as("another route is served")
                .isEqualTo(Outcome.HIT);
    }

    @Test
    void aRouteCanBeKeptFromOtherWords() {
        acme.remember(ASKED, SAID);
        assertThat(acme.lookup(routed(AGAIN, "exact-only", null)).outcome()).isEqualTo(Outcome.MISS);
        assertThat(acme.lookup(routed(ASKED, "exact-only", null)).outcome()).isEqualTo(Outcome.HIT);
    }

    @Test
    void whoAllowsNoErrorsGetsNoHitsInOtherWords() {
        acme.remember(ASKED, SAID);
        assertThat(acme.lookup(routed(AGAIN, "strict", 0.0)).outcome()).isEqualTo(Outcome.MISS);
        assertThat(acme.lookup(routed(ASKED, "strict", 0.0)).outcome()).isEqualTo(Outcome.HIT);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01})
    void aPartThatIsNoneIsRefused(double maxError) {
        acme.call()
                .body(routed(ASKED, "r", maxError))
                .post("/internal/cache/lookup")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_max_error"));
    }

    @Test
    void anAuditOfNothingIsRefusedAndOneOfAGoneEntryIsNot() {
        Map<String, Object> half = new HashMap<>();
        half.put("question", question(ASKED));
        acme.call()
                .body(half)
                .post("/internal/cache/audit")
                .then()
                .statusCode(400)
                .body("code", equalTo("incomplete_audit"));
        audit(question(ASKED), "ab".repeat(16), "anything");
        assertThat(budgets.of(acme.tenant(), "").ever()).isZero();
    }
}
