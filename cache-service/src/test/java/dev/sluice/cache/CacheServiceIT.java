package dev.sluice.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.cache.CacheReply.Outcome;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusIntegrationTest
@QuarkusTestResource(CacheServiceIT.Settings.class)
class CacheServiceIT {

    /** What the launcher would set. */
    public static final class Settings implements QuarkusTestResourceLifecycleManager {

        @Override
        public Map<String, String> start() {
            return Map.of(
                    "sluice.internal.secret", "test-internal-secret",
                    "sluice.data.dir", "target/it-data",
                    "sluice.cache.embeddings.lookup-deadline", "10s",
                    "sluice.cache.embeddings.keep-deadline", "10s");
        }

        @Override
        public void stop() {
            // Nothing was started.
        }
    }

    @Test
    void thePackagedServiceLoadsItsModelAndAnswersInOtherWords() {
        CacheClient.awaitModel();
        var acme = new CacheClient("acme");
        acme.remember("How do I reset my password?", "answer");
        assertThat(acme.lookup("How do I reset my password?").outcome()).isEqualTo(Outcome.HIT);
        assertThat(acme.lookup("What is the way to reset my password?").outcome())
                .isEqualTo(Outcome.SEMANTIC);
    }
}
