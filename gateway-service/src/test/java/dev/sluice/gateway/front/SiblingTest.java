package dev.sluice.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiblingTest {

    @ParameterizedTest
    @CsvSource({
        "/background, WORKER",
        "/background/task/7/events, WORKER",
        "/stream/search, WORKER",
        "/knowledge/documents, WORKER",
        "/optimize/prompt, OPTIMIZER",
        "/api/v1/optimization/prompt/optimize, OPTIMIZER",
        "/api/v1/optimization/stats, OPTIMIZER",
        "/api/v1/optimization/cache/stats, CACHE",
        "/cache/entries, CACHE",
        "/analytics/overview, ANALYTICS",
        "/dashboard/, ANALYTICS"
    })
    void aPublicPathHasItsService(String path, Sibling sibling) {
        assertThat(Sibling.of(path)).isEqualTo(sibling);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/internal/status", "/backgrounds", "/cachet", "/api/v1/optimization/other", "/q/openapi"})
    void otherPathsHaveNone(String path) {
        assertThat(Sibling.of(path)).isNull();
    }

    @Test
    void onlyTheDashboardIsOpen() {
        assertThat(Sibling.isBelow("/dashboard/app.js", Sibling.OPEN)).isTrue();
        assertThat(Sibling.isBelow("/dashboards", Sibling.OPEN)).isFalse();
    }
}
