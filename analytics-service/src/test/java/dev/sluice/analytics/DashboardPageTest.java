package dev.sluice.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not be in the page, and what others rely on. */
class DashboardPageTest {

    @ParameterizedTest
    @ValueSource(strings = {"index.html", "app.js", "view.js", "chart.js", "text.js", "style.css"})
    void theFileTakesNothingFromElsewhereAndPutsNoMarkupIn(String file) throws IOException {
        assertThat(read(file).replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http://", "https://", "//cdn", "@import")
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(")
                .doesNotContainPattern("<[^>]* on[a-z]+=")
                .doesNotContainPattern("<[^>]* style=")
                .doesNotContainPattern("<script(?![^>]* src=)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"requests", "hit-rate", "tokens", "cost", "saved", "tasks"})
    void eachMetricHasItsPlace(String metric) throws IOException {
        assertThat(read("index.html")).containsOnlyOnce("data-metric=\"" + metric + "\"");
    }

    @Test
    void theKeyIsKeptForTheTabOnlyAndNeverPutInAnAddress() throws IOException {
        assertThat(read("app.js"))
                .contains("sessionStorage.setItem(KEY", "history.replaceState")
                .doesNotContain("localStorage", "document.cookie", "?key=", "&key=");
    }

    private static String read(String file) throws IOException {
        String path = "/META-INF/resources/dashboard/" + file;
        try (var in = Objects.requireNonNull(DashboardPageTest.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
