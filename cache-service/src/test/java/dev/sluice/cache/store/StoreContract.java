package dev.sluice.cache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What every store keeps its word on. */
abstract class StoreContract {

    static final String A = "a".repeat(32);
    static final String B = "b".repeat(32);
    static final String C = "c".repeat(32);

    private static final float[] VECTOR = {1, 0, 0, 0};

    abstract CacheStore store();

    /** Lets time pass. */
    abstract void pass(Duration time);

    abstract Instant now();

    Answer answer(String id, String text, Duration life) {
        Instant now = Instant.ofEpochMilli(now().toEpochMilli());
        return new Answer(
                id,
                "gpt",
                "scope1",
                text,
                text.toLowerCase(),
                "{\"a\":\"" + text + "\"}",
                now,
                now.plus(life),
                7,
                11,
                5);
    }

    /** Ids of all questions of a scope. */
    static List<String> questions(CacheStore store, String tenant, String scope) {
        return store.nearest(tenant, scope, VECTOR, -2, 10_000).stream()
                .map(Near::id)
                .toList();
    }

    @Test
    void whatWasPutIsFoundToTheLastByte() {
        Answer answer = answer(A, "Where is Ä?", Duration.ofMinutes(1));
        store().put("acme", answer, null);
        assertThat(store().find("acme", A)).get().extracting(Held::answer).isEqualTo(answer);
    }

    @Test
    void aLargeAnswerIsFoundToTheLastByte() {
        Answer answer = answer(A, "word ".repeat(20_000), Duration.ofMinutes(1));
        store().put("acme", answer, VECTOR);
        assertThat(store().find("acme", A)).get().extracting(Held::answer).isEqualTo(answer);
    }

    @Test
    void anotherTenantFindsNothingByTheSameId() {
        store().put("acme", answer(A, "q", Duration.ofMinutes(1)), VECTOR);
        assertThat(store().find("other", A)).isEmpty();
        assertThat(questions(store(), "other", "scope1")).isEmpty();
        assertThat(store().list("other", 10)).isEmpty();
        assertThat(store().contents("other").entries()).isZero();
        assertThat(store().remove("other", A)).isFalse();
        assertThat(store().removeIf("other", a -> true)).isZero();
        assertThat(store().clear("other")).isZero();
        assertThat(store().find("acme", A)).isPresent();
    }

    @Test
    void tenantsWhoseNamesSpellPatternsOrKeysStayApart() {
        List<String> tenants = List.of("*", "a:cache:ids", "a", "a*", "a b", "ä");
        for (String tenant : tenants) {
            store().put(tenant, answer(A, tenant, Duration.ofMinutes(1)), VECTOR);
        }
        assertThat(store().clear("*")).isEqualTo(1);
        for (String tenant : tenants.subList(1, tenants.size())) {
            assertThat(store().find(tenant, A))
                    .get()
                    .extracting(h -> h.answer().text())
                    .isEqualTo(tenant);
        }
    }

    @Test
    void whatWasLearnedOfAnAnswerIsKeptWithIt() {
        Answer plain = answer(A, "q", Duration.ofMinutes(10));
        Answer learned = new Answer(
                plain.id(),
                plain.model(),
                plain.scope(),
                plain.text(),
                plain.canonical(),
                plain.document(),
                plain.storedAt(),
                plain.expiresAt(),
                plain.costNano(),
                plain.promptTokens(),
                plain.completionTokens(),
                plain.storedAt().plusSeconds(60),
                new Answer.Past(3, 1, 420));
        store().put("acme", learned, null);
        assertThat(store().find("acme", A)).get().extracting(Held::answer).isEqualTo(learned);
    }

    @Test
    void oneOfManyAsksForAnAnswerAgain() {
        assertThat(store().lease("acme", A, Duration.ofMillis(300))).isTrue();
        assertThat(store().lease("acme", A, Duration.ofMillis(300))).isFalse();
        assertThat(store().lease("acme", B, Duration.ofMillis(300))).isTrue();
        assertThat(store().lease("other", A, Duration.ofMillis(300))).isTrue();
        pass(Duration.ofMillis(301));
        Awaitility.await().until(() -> store().lease("acme", A, Duration.ofMinutes(1)));
    }

    @Test
    void anAnswerIsGoneWhenItsLifeIsOver() {
        store().put("acme", answer(A, "short", Duration.ofMillis(300)), VECTOR);
        store().put("acme", answer(B, "long", Duration.ofMinutes(10)), VECTOR);
        assertThat(store().find("acme", A)).isPresent();
        pass(Duration.ofMillis(300));
        assertThat(store().find("acme", A)).isEmpty();
        assertThat(store().find("acme", B)).isPresent();
        assertThat(store().list("acme", 10)).extracting(h -> h.answer().id()).containsExactly(B);
        assertThat(store().contents("acme").entries()).isEqualTo(1);
        assertThat(questions(store(), "acme", "scope1")).containsExactly(B);
    }

    @Test
    void questionsAreFoundByScopeWithTheirVectors() {
        store().put("acme", answer(A, "one", Duration.ofMinutes(1)), VECTOR);
        store().put("acme", answer(B, "two", Duration.ofMinutes(1)), null);
        List<Near> found = store().nearest("acme", "scope1", VECTOR, 0.99, 5);
        assertThat(found).extracting(Near::id).containsExactly(A);
        assertThat(found.getFirst().similarity()).isCloseTo(1, within(0.001));
        assertThat(found.getFirst().text()).isEqualTo("one");
        assertThat(questions(store(), "acme", "scope2")).isEmpty();
    }

    @Test
    void anAnswerIsFoundByMeaningOnceItsVectorIsThere() {
        store().put("acme", answer(A, "one", Duration.ofMinutes(1)), null);
        store().put("acme", answer(B, "two", Duration.ofMinutes(1)), null);
        assertThat(questions(store(), "acme", "scope1")).isEmpty();
        assertThat(store().place("acme", A, VECTOR)).isTrue();
        assertThat(questions(store(), "acme", "scope1")).containsExactly(A);
        assertThat(store().place("other", B, VECTOR)).isFalse();
        assertThat(store().place("acme", C, VECTOR)).isFalse();
        assertThat(questions(store(), "acme", "scope1")).containsExactly(A);
        store().remove("acme", A);
        assertThat(questions(store(), "acme", "scope1")).isEmpty();
        assertThat(store().place("acme", A, VECTOR)).isFalse();
    }

    @Test
    void theNearestComesFirstAndTheFarAreLeftOut() {
        store().put("acme", answer(A, "one", Duration.ofMinutes(1)), new float[] {0, 1, 0, 0});
        store().put("acme", answer(B, "two", Duration.ofMinutes(1)), new float[] {0.6f, 0.8f, 0, 0});
        store().put("acme", answer(C, "three", Duration.ofMinutes(1)), new float[] {0.8f, 0.6f, 0, 0});
        assertThat(store().nearest("acme", "scope1", VECTOR, 0.5, 5))
                .extracting(Near::id)
                .containsExactly(C, B);
        assertThat(store().nearest("acme", "scope1", VECTOR, 0.5, 1))
                .extracting(Near::id)
                .containsExactly(C);
    }

    @Test
    void aNewAnswerTakesThePlaceOfTheOld() {
        store().put("acme", answer(A, "old", Duration.ofMinutes(1)), VECTOR);
        questions(store(), "acme", "scope1");
        store().put("acme", answer(A, "new", Duration.ofMinutes(1)), new float[] {0, 1, 0, 0});
        assertThat(store().find("acme", A))
                .get()
                .extracting(h -> h.answer().text())
                .isEqualTo("new");
        assertThat(store().contents("acme").entries()).isEqualTo(1);
        assertThat(questions(store(), "acme", "scope1")).containsExactly(A);
    }

    @Test
    void whatIsRemovedIsNoLongerFoundByMeaningEither() {
        store().put("acme", answer(A, "one", Duration.ofMinutes(1)), VECTOR);
        store().put("acme", answer(B, "two", Duration.ofMinutes(1)), VECTOR);
        questions(store(), "acme", "scope1");
        assertThat(store().remove("acme", A)).isTrue();
        assertThat(store().remove("acme", A)).isFalse();
        assertThat(store().find("acme", A)).isEmpty();
        assertThat(questions(store(), "acme", "scope1")).containsExactly(B);
        assertThat(store().list("acme", 10)).hasSize(1);
    }

    @Test
    void whatMatchesIsRemoved() {
        store().put("acme", answer(A, "reset password", Duration.ofMinutes(1)), VECTOR);
        store().put("acme", answer(B, "cancel order", Duration.ofMinutes(1)), VECTOR);
        store().put("acme", answer(C, "change password", Duration.ofMinutes(1)), VECTOR);
        assertThat(store().removeIf("acme", a -> a.canonical().contains("password")))
                .isEqualTo(2);
        assertThat(store().list("acme", 10)).extracting(h -> h.answer().id()).containsExactly(B);
    }

    @Test
    void clearingLeavesNothingOfTheTenantAndAllOfTheOthers() {
        for (int i = 0; i < 1203; i++) {
            store().put(
                            "acme",
                            answer("%032x".formatted(i), "q" + i, Duration.ofMinutes(1)),
                            i % 100 == 0 ? VECTOR : null);
        }
        store().put("other", answer(A, "q", Duration.ofMinutes(1)), VECTOR);
        assertThat(store().clear("acme")).isEqualTo(1203);
        assertThat(store().list("acme", 10)).isEmpty();
        assertThat(questions(store(), "acme", "scope1")).isEmpty();
        assertThat(store().contents("acme")).isEqualTo(new Contents(0, 0));
        assertThat(store().find("other", A)).isPresent();
    }

    @Test
    void hitsAreCountedAndTheNewestIsListedFirst() {
        store().put("acme", answer(A, "first", Duration.ofMinutes(1)), null);
        pass(Duration.ofMillis(5));
        store().put("acme", answer(B, "second", Duration.ofMinutes(1)), null);
        store().served("acme", A);
        store().served("acme", A);
        store().served("acme", C);
        Awaitility.await()
                .untilAsserted(() -> assertThat(store().find("acme", A))
                        .get()
                        .extracting(Held::hits)
                        .isEqualTo(2L));
        assertThat(store().list("acme", 10)).extracting(h -> h.answer().id()).containsExactly(B, A);
        assertThat(store().contents("acme").bytes()).isPositive();
    }

    @Test
    void recordsBesideTheAnswersAddUpAndBelongToOneTenant() {
        Beside beside = store().beside();
        Duration life = Duration.ofMinutes(1);
        beside.write("acme", "note:1", Map.of("same", 1.0, "shift", 0.25), Map.of("veto", "reported"), life);
        Map<String, String> now = beside.write("acme", "note:1", Map.of("same", 2.0, "shift", -1.5), Map.of(), life);
        assertThat(now).containsEntry("veto", "reported");
        assertThat(Beside.number(now, "same")).isEqualTo(3);
        assertThat(Beside.number(now, "shift")).isEqualTo(-1.25);
        assertThat(Beside.number(now, "never")).isZero();
        assertThat(beside.read("acme", "note:1")).isEqualTo(now);
        assertThat(beside.read("other", "note:1")).isEmpty();

        beside.count("acme", "note:1", "same", life);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Beside.number(beside.read("acme", "note:1"), "same") == 4);
        beside.write("acme", "note:1", Map.of(), Map.of("veto", ""), life);
        assertThat(beside.read("acme", "note:1")).doesNotContainKey("veto");
    }

    @Test
    void recordsBesideTheAnswersAreRemovedByNameByBeginningAndByTime() {
        Beside beside = store().beside();
        Map<String, String> fields = Map.of("a", "b");
        for (String name : List.of("note:1", "note:2", "note:3", "budget")) {
            beside.write("acme", name, Map.of(), fields, Duration.ofMinutes(1));
        }
        beside.write("other", "note:1", Map.of(), fields, Duration.ofMinutes(1));
        beside.remove("acme", List.of("note:1"));
        assertThat(beside.read("acme", "note:1")).isEmpty();
        assertThat(beside.read("acme", "note:2")).isEqualTo(fields);
        beside.clear("acme", "note:");
        assertThat(beside.read("acme", "note:2")).isEmpty();
        assertThat(beside.read("acme", "note:3")).isEmpty();
        assertThat(beside.read("acme", "budget")).isEqualTo(fields);
        assertThat(beside.read("other", "note:1")).isEqualTo(fields);

        beside.write("acme", "brief", Map.of(), fields, Duration.ofSeconds(2));
        assertThat(beside.read("acme", "brief")).isEqualTo(fields);
        pass(Duration.ofSeconds(3));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> beside.read("acme", "brief").isEmpty());
    }
}
