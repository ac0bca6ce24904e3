package dev.sluice.cache.embed;

import static dev.sluice.cache.CacheClient.document;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.CacheClient;
import dev.sluice.contracts.cache.CacheReply;
import dev.sluice.contracts.cache.CacheReply.Outcome;
import dev.sluice.kit.ids.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service that was set to the smaller model. */
@QuarkusTest
@TestProfile(EconomyTest.Economy.class)
class EconomyTest {

    /** The smaller model, for half the processor time. */
    public static class Economy implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("sluice.cache.embeddings.model", "minilm");
        }
    }

    private final CacheClient acme = new CacheClient("acme-" + Ids.next());

    @BeforeEach
    void ready() {
        CacheClient.awaitModel();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "How do I reset my password? | What is the way to reset my password?",
                "What is the capital of France? | Which city is the capital of France?",
                "How do I delete my account? | What are the steps to delete my account?"
            })
    void itAnswersTheSameQuestionInOtherWords(String asked, String again) {
        acme.remember(asked, "the answer");
        CacheReply reply = acme.lookup(again);
        assertThat(reply.outcome()).isEqualTo(Outcome.SEMANTIC);
        assertThat(reply.document()).isEqualTo(document("the answer"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "How do I turn on dark mode? | How do I turn off dark mode?",
                "What is the capital of France? | What is the capital of Spain?",
                "Who won the cup in 2023? | Who won the cup in 2024?",
                "How do I convert pdf to docx? | How do I convert docx to pdf?"
            })
    void itAnswersNoQuestionThatOnlyLooksTheSame(String asked, String other) {
        acme.remember(asked, "the answer");
        assertThat(acme.lookup(other).outcome()).isEqualTo(Outcome.MISS);
    }

    @Test
    void itStillAnswersTheSameWords() {
        acme.remember("How do I reset my password?", "the answer");
        assertThat(acme.lookup("how do i reset my password").outcome()).isEqualTo(Outcome.HIT);
    }
}
