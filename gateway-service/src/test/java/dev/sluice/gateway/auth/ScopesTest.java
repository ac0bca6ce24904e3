package dev.sluice.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every public path takes a scope, or says that it takes none. */
class ScopesTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions,chat",
        "/openai/v1/chat/completions,chat",
        "/v1/completions,chat",
        "/v1/messages,chat",
        "/v1/messages/count_tokens,chat",
        "/anthropic/v1/messages,chat",
        "/v1/responses,responses",
        "/v1/responses/resp_1,responses",
        "/v1/embeddings,embeddings",
        "/openai/v1/embeddings,embeddings",
        "/v1/moderations,moderations",
        "/v1/images/generations,images",
        "/v1/audio/speech,audio",
        "/v1/files,files",
        "/v1/files/f1/content,files",
        "/v1/batches,batches",
        "/api/chat/stream,chat",
        "/api/chat/quick,chat",
        "/ws/chat,chat",
        "/ws/search,knowledge",
        "/background/task,tasks",
        "/api/ai/summary,tasks",
        "/background/task/7/events,tasks",
        "/background/tasks,tasks",
        "/background/events,tasks",
        "/background/dead/7/replay,tasks",
        "/background/webhook-secret,tasks",
        "/ws/tasks,tasks",
        "/knowledge/documents,knowledge",
        "/stream/search,knowledge",
        "/stream/fact-check,knowledge",
        "/cache/clear,cache",
        "/api/v1/optimization/cache/clear,cache",
        "/optimize/prompt,optimize",
        "/api/v1/optimization/prompt/optimize,optimize",
        "/analytics/events,analytics",
        "/made/up,*",
        "/v1/made-up,*",
        "/v1/chat/completionsx,*",
        "/,*"
    })
    void aPathTakesItsScope(String path, String scope) {
        assertThat(Scopes.of("POST", path)).containsExactly(scope);
        assertThat(Scopes.NAMES).contains(scope);
    }

    @ParameterizedTest
    @CsvSource({"/v1/models", "/v1/models/openai/gpt-4o", "/openai/v1/models", "/system/status", "/api/cache/stats"})
    void whatEveryCallerMaySeeTakesNone(String path) {
        assertThat(Scopes.enough(Set.of("tasks"), Scopes.of("GET", path))).isTrue();
    }

    @Test
    void theDashboardReadsAnalyticsAndWritesNone() {
        assertThat(Scopes.enough(Set.of("dashboard"), Scopes.of("GET", "/analytics/overview")))
                .isTrue();
        assertThat(Scopes.enough(Set.of("dashboard"), Scopes.of("POST", "/analytics/events")))
                .isFalse();
        assertThat(Scopes.enough(Set.of("analytics"), Scopes.of("POST", "/analytics/events")))
                .isTrue();
    }

    @Test
    void whoReadsReportsReadsExperimentsAndDefinesNone() {
        for (String reader : Set.of("dashboard", "analytics")) {
            assertThat(Scopes.enough(Set.of(reader), Scopes.of("GET", "/analytics/experiments/mini")))
                    .isTrue();
            assertThat(Scopes.enough(Set.of(reader), Scopes.of("POST", "/analytics/experiments/mini/start")))
                    .isFalse();
            assertThat(Scopes.enough(Set.of(reader), Scopes.of("DELETE", "/analytics/experiments/mini")))
                    .isFalse();
        }
        assertThat(Scopes.enough(Set.of("experiments"), Scopes.of("POST", "/analytics/experiments")))
                .isTrue();
        assertThat(Scopes.enough(Set.of("experiments"), Scopes.of("GET", "/analytics/overview")))
                .isFalse();
        assertThat(Scopes.NAMES).contains("experiments");
    }

    @Test
    void noScopesAndTheStarAreEverything() {
        assertThat(Scopes.enough(Set.of(), Set.of("chat"))).isTrue();
        assertThat(Scopes.enough(Set.of("*"), Scopes.of("GET", "/made/up"))).isTrue();
        assertThat(Scopes.enough(Set.of("chat"), Set.of("tasks"))).isFalse();
    }
}
