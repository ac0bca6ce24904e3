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
    private final NearCache cache = new NearCache(10_000, Duration.ofSeconds(60), now::get);

    @Test
    void anAnswerIsFoundByItsTenantAlone() {
        cache.put("acme", question("Why?", true, null), found("because", null));

        assertThat(cache.find("acme", question("Why?", true, null))).isNotNull();
        assertThat(cache.find("globex", question("Why?", true, null))).isNull();
        assertThat(cache.find("acme", question("Who?", true, null))).isNull();
        assertThat(cache.find("acme", new CacheQuestion("other", "s", "Why?", true, null)))
                .isNull();
        assertThat(cache.find("acme", new CacheQuestion("m", "other", "Why?", true, null)))
                .isNull();
    }

    @Test
    void itGrowsOldAndIsRefusedByAQuestionForYoungerOnes() {
        cache.put("acme", question("Why?", true, null), found("because", null));
        now.addAndGet(Duration.ofSeconds(30).toNanos());

        assertThat(cache.find("acme", question("Why?", true, 29L))).isNull();
        assertThat(cache.find("acme", question("Why?", true, 30L)))
                .satisfies(found -> assertThat(found.ageSeconds()).isEqualTo(30));
    }

    @Test
    void itIsForgottenAfterItsTime() {
        cache.put("acme", question("Why?", true, null), found("because", null));
        now.addAndGet(Duration.ofSeconds(61).toNanos());

        assertThat(cache.find("acme", question("Why?", true, null))).isNull();
    }

    @Test
    void anAnswerInOtherWordsIsNotServedToAQuestionForTheExactOne() {
        cache.put("acme", question("Why?", true, null), found("because", 0.9));

        assertThat(cache.find("acme", question("Why?", false, null))).isNull();
        assertThat(cache.find("acme", question("Why?", true, null)))
                .satisfies(found -> assertThat(found.outcome()).isEqualTo("SEMANTIC"));
    }

    @Test
    void itsBoundIsInBytes() {
        for (int i = 0; i < 50; i++) {
            cache.put("acme", question("Why " + i, true, null), found("x".repeat(1_500), null));
        }

        assertThat(cache.size()).isLessThanOrEqualTo(5);
    }

    @Test
    void aTenantIsForgottenWithoutTheOthers() {
        cache.put("acme", question("Why?", true, null), found("because", null));
        cache.put("globex", question("Why?", true, null), found("because", null));

        cache.forget("acme");

        assertThat(cache.find("acme", question("Why?", true, null))).isNull();
        assertThat(cache.find("globex", question("Why?", true, null))).isNotNull();
    }

    private static CacheQuestion question(String text, boolean semantic, @Nullable Long maxAge) {
        return new CacheQuestion("m", "s", text, semantic, maxAge);
    }

    private static Found found(String document, @Nullable Double similarity) {
        return new Found(Buffer.buffer(document), "exact", 0, similarity, "e1", false, false, null);
    }
}
