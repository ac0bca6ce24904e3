package dev.sluice.cache.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.CacheClient;
import dev.sluice.cache.store.Held;
import dev.sluice.cache.store.Stores;
import dev.sluice.contracts.cache.CacheReply.Outcome;
import dev.sluice.kit.canonical.Canonical;
import dev.sluice.kit.ids.Ids;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BacklogTest {

    private static final String ASKED = "How do I reset my password?";
    private static final String AGAIN = "What is the way to reset my password?";

    private final CacheClient acme = new CacheClient("acme-" + Ids.next());

    @Inject
    Backlog backlog;

    @Inject
    Stores stores;

    @Inject
    ExactKeys keys;

    @Test
    void anAnswerKeptWithoutAVectorIsFoundInOtherWordsOnceItsTurnHasCome() {
        CacheClient.awaitModel();
        acme.remember(ASKED, "the answer");
        String canonical = Canonical.standard().of(ASKED);
        String id = keys.answer(acme.tenant(), "gpt-4o", CacheClient.SCOPE, canonical);
        // As it would have been kept while the model was still being loaded.
        Held held = stores.lookUp(store -> store.find(acme.tenant(), id)).orElseThrow();
        stores.keep(store -> store.put(acme.tenant(), held.answer(), null));
        assertThat(acme.lookup(ASKED).outcome()).isEqualTo(Outcome.HIT);
        assertThat(acme.lookup(AGAIN).outcome()).isEqualTo(Outcome.MISS);
        backlog.add(acme.tenant(), id, canonical);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> acme.lookup(AGAIN).outcome() == Outcome.SEMANTIC);
    }
}
