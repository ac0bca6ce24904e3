package dev.sluice.gateway.recall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.cache.CacheQuestion;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NearCacheTest {

    private final AtomicLong now = new AtomicLong();
    private final NearCache cache = new NearCache(100_000, Duration.ofSeconds(60), now::get);

    @Test
    void anAnswerIsFoundByItsTenantAlone() {
        put("acme", question("Why?", true, null), found("because", null));

        assertThat(find("acme", question("Why?", true, null))).isNotNull();
        assertThat(find("globex", question("Why?", true, null))).isNull();
        assertThat(find("acme", question("Who?", true, null))).isNull();
        assertThat(find("acme", new CacheQuestion("other", "s", "Why?", true, null)))
                .isNull();
        assertThat(find("acme", new CacheQuestion("m", "other", "Why?", true, null)))
                .isNull();
    }

    @Test
    void itGrowsOldAndIsRefusedByAQuestionForYoungerOnes() {
        put("acme", question("Why?", true, null), found("because", null));
        now.addAndGet(Duration.ofSeconds(30).toNanos());

        assertThat(find("acme", question("Why?", true, 29L))).isNull();
        assertThat(find("acme", question("Why?", true, 30L)))
                .satisfies(found -> assertThat(found.ageSeconds()).isEqualTo(30));
    }

    @Test
    void itIsForgottenAfterItsTime() {
        put("acme", question("Why?", true, null), found("because", null));
        now.addAndGet(Duration.ofSeconds(61).toNanos());

        assertThat(find("acme", question("Why?", true, null))).isNull();
    }

    @Test
    void anAnswerInOtherWordsIsNotServedToAQuestionForTheExactOne() {
        put("acme", question("Why?", true, null), found("because", 0.9));

        assertThat(find("acme", question("Why?", false, null))).isNull();
        assertThat(find("acme", question("Why?", true, null)))
                .satisfies(found -> assertThat(found.outcome()).isEqualTo("SEMANTIC"));
    }

    @Test
    void itsBoundIsInBytes() {
        for (int i = 0; i < 500; i++) {
            put("acme", question("Why " + i, true, null), found("x".repeat(1_500), null));
        }

        assertThat(cache.size()).isLessThanOrEqualTo(45);
    }

    @Test
    void aTenantIsForgottenWithoutTheOthers() {
        put("acme", question("Why?", true, null), found("because", null));
        put("globex", question("Why?", true, null), found("because", null));

        cache.forget("acme");

        assertThat(find("acme", question("Why?", true, null))).isNull();
        assertThat(find("globex", question("Why?", true, null))).isNotNull();
    }

    @Test
    void theSameQuestionInAnotherFormIsFoundUnlessTheExactOneIsWanted() {
        put("acme", question("How do I reset my password?", true, null), found("so", null));

        assertThat(find("acme", question("  How do I reset my password? ", false, null)))
                .isNotNull();
        for (String other : new String[] {"how do i reset my password", "Please, how do I reset my password?"}) {
            assertThat(find("acme", question(other, true, null))).as(other).isNotNull();
            assertThat(find("acme", question(other, true, null))).as("again").isNotNull();
            assertThat(find("acme", question(other, false, null))).as(other).isNull();
        }
        assertThat(find("acme", question("How do I reset my 2 passwords?", true, null)))
                .isNull();
    }

    @Test
    void anAnswerThatWasFoundByMeaningIsFoundByItsVeryWordsAlone() {
        put("acme", question("How do I reset my password?", true, null), found("so", 0.97));

        assertThat(find("acme", question("How do I reset my password?", true, null)))
                .isNotNull();
        assertThat(find("acme", question("how do i reset my password", true, null)))
                .isNull();
    }

    @Test
    void itIsServedNoLongerThanItIsFresh() {
        var question = question("Why?", true, null);
        cache.put("acme", question, new Wording("Why?"), found("because", null), 5L);
        now.addAndGet(Duration.ofSeconds(4).toNanos());
        assertThat(find("acme", question)).isNotNull();

        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(find("acme", question)).isNull();

        cache.put("acme", question, new Wording("Why?"), found("because", null), 0L);
        assertThat(find("acme", question)).isNull();
    }

    @Test
    void oneAnswerIsForgottenAndThoseOfUnknownNameWithIt() {
        put("acme", question("Why?", true, null), found("because", null));
        put("acme", question("Who?", true, null), Found.fetched(Buffer.buffer("Ada")));
        put("acme", question("When?", true, null), named("e2"));
        put("globex", question("Why?", true, null), found("because", null));

        cache.forget("acme", "e1");

        assertThat(find("acme", question("Why?", true, null))).isNull();
        assertThat(find("acme", question("Who?", true, null))).isNull();
        assertThat(find("acme", question("When?", true, null))).isNotNull();
        assertThat(find("globex", question("Why?", true, null))).isNotNull();
        cache.forgetAll();
        assertThat(find("globex", question("Why?", true, null))).isNull();
    }

    @Test
    void aDocumentThatWouldTakeTooMuchOfTheRoomIsNotKept() {
        put("acme", question("Why?", true, null), found("x".repeat(6_250), null));
        put("acme", question("Who?", true, null), found("x".repeat(6_251), null));

        assertThat(find("acme", question("Why?", true, null))).isNotNull();
        assertThat(find("acme", question("Who?", true, null))).isNull();
    }

    private static Found named(String id) {
        return new Found(Buffer.buffer("now"), "exact", 0, null, id, false, false, null);
    }

    private @Nullable Found find(String tenant, CacheQuestion question) {
        return cache.find(tenant, question, new Wording(question.text()));
    }

    private void put(String tenant, CacheQuestion question, Found found) {
        cache.put(tenant, question, new Wording(question.text()), found, null);
    }

    private static CacheQuestion question(String text, boolean semantic, @Nullable Long maxAge) {
        return new CacheQuestion("m", "s", text, semantic, maxAge);
    }

    private static Found found(String document, @Nullable Double similarity) {
        return new Found(Buffer.buffer(document), "exact", 0, similarity, "e1", false, false, null);
    }
}
