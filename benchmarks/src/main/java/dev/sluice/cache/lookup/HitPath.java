package dev.sluice.cache.lookup;

import dev.sluice.cache.embed.EmbeddingsConfig;
import dev.sluice.cache.store.Answer;
import dev.sluice.cache.store.CacheStore;
import dev.sluice.cache.store.Held;
import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.kit.canonical.Canonical;
import dev.sluice.kit.config.InternalConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a look-up does until it has an answer to the same words: check, canonical form, key, store. */
public final class HitPath {

    /** Whose answers are kept. */
    public static final String TENANT = "acme";

    private static final String MODEL = "gpt-4o";
    private static final String SCOPE = "0123456789abcdef0123456789abcdef";

    private final Canonical canonical = Canonical.standard();
    private final ExactKeys keys;
    private final CacheStore store;

    /** In front of a store. */
    public HitPath(CacheStore store) {
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(EmbeddingsConfig.class)
                .withMapping(InternalConfig.class)
                .withDefaultValues(Map.of("sluice.internal.secret", "0123456789abcdef0123456789abcdef"))
                .build();
        this.store = store;
        this.keys = new ExactKeys(
                config.getConfigMapping(InternalConfig.class), config.getConfigMapping(EmbeddingsConfig.class));
    }

    /** The question as it comes over the wire. */
    public static CacheQuestion question(String text) {
        return new CacheQuestion(MODEL, SCOPE, text, true, null);
    }

    /** The answer to a question in the same words. */
    public Optional<Answer> find(CacheQuestion question) {
        return find(TENANT, question);
    }

    /** The same for another tenant than the one that answers are kept for. */
    public Optional<Answer> find(String tenant, CacheQuestion question) {
        Asked asked = Asked.of(question, canonical);
        String id = keys.answer(tenant, question.model(), question.scope(), asked.canonical());
        Optional<Answer> found = store.find(tenant, id).map(Held::answer);
        found.ifPresent(answer -> store.served(tenant, answer.id()));
        return found;
    }

    /** Keeps an answer of about 500 bytes. */
    public void keep(CacheQuestion question, float @Nullable [] vector) {
        Asked asked = Asked.of(question, canonical);
        Instant now = Instant.now();
        store.put(
                TENANT,
                new Answer(
                        keys.answer(TENANT, question.model(), question.scope(), asked.canonical()),
                        question.model(),
                        SCOPE,
                        question.text(),
                        asked.canonical(),
                        "{\"choices\":[{\"message\":{\"content\":\"" + "An answer of some length. ".repeat(17)
                                + "\"}}]}",
                        now,
                        now.plus(Duration.ofHours(1)),
                        1_000,
                        20,
                        80),
                vector);
    }

    /** The five nearest questions of a question's scope. */
    public int near(float[] vector) {
        return store.nearest(TENANT, SCOPE, vector, 0.5, 5).size();
    }

    /** The canonical form alone. */
    public String canonical(String text) {
        return canonical.of(text);
    }
}
