package dev.sluice.optimizer.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.optimize.OptimizeRequest;
import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What makes two prompts the same one. */
class AnswersTest {

    @Test
    void whateverChangesTheAnswerChangesTheKey() {
        var requests = Stream.of(
                new OptimizeRequest("ab", null, null, null, null),
                new OptimizeRequest("ab", null, "", null, null),
                new OptimizeRequest("ab", null, "q", null, null),
                new OptimizeRequest("ab", null, null, Level.MEDIUM, null),
                new OptimizeRequest("ab", null, null, null, 5),
                new OptimizeRequest(null, List.of(new ChatMessage("user", "ab")), null, null, null),
                new OptimizeRequest(null, List.of(new ChatMessage("system", "ab")), null, null, null),
                new OptimizeRequest(
                        null, List.of(new ChatMessage("user", "a"), new ChatMessage("user", "b")), null, null, null),
                new OptimizeRequest(
                        null, List.of(new ChatMessage("user", "ab"), new ChatMessage("user", "")), null, null, null));

        assertThat(requests.map(request -> key("acme", request))).doesNotHaveDuplicates();
    }

    @Test
    void theSamePromptOfAnotherTenantIsAnotherOne() {
        var request = new OptimizeRequest("ab", null, null, null, null);

        assertThat(key("acme", request)).isEqualTo(key("acme", request)).isNotEqualTo(key("other", request));
    }

    @Test
    void lightIsWhatNoLevelMeans() {
        assertThat(key("acme", new OptimizeRequest("ab", null, null, Level.LIGHT, null)))
                .isEqualTo(key("acme", new OptimizeRequest("ab", null, null, null, null)));
    }

    private static Answers.Key key(String tenant, OptimizeRequest request) {
        return Answers.key(tenant, Asked.of(request, 1_000));
    }
}
