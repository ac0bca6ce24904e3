package dev.sluice.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not be in the page, what it may weigh, and what others rely on. */
class DashboardPageTest {

    private static final int MOST_BYTES = 300_000;

    @ParameterizedTest
    @MethodSource("ours")
    void theFileTakesNothingFromElsewhereAndPutsNoMarkupIn(Path file) throws IOException {
        assertThat(Files.readString(file).replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http://", "https://", "//cdn", "@import")
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(")
                .doesNotContainPattern("<[^>]* on[a-z]+=")
                .doesNotContainPattern("<[^>]* style=")
                .doesNotContainPattern("<script(?![^>]* src=)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"requests", "hit-rate", "tokens", "cost", "saved", "tasks"})
    void eachMetricOfTheOverviewHasItsPlace(String metric) throws IOException {
        assertThat(Files.readString(page().resolve("pages/overview.js")))
                .containsOnlyOnce("metric: \"" + metric + "\"");
    }

    @Test
    void theKeyIsKeptForTheTabOnlyAndNeverPutInAnAddress() throws IOException {
        for (Path file : ours().toList()) {
            assertThat(Files.readString(file)).doesNotContain("localStorage", "document.cookie", "?key=${", "&key=");
        }
        assertThat(Files.readString(page().resolve("api.js"))).contains("sessionStorage.setItem(KEY");
        assertThat(Files.readString(page().resolve("app.js"))).contains("history.replaceState");
    }

    @Test
    void allOfItIsSmallerThan300KilobytesCompressed() throws IOException {
        long all = 0;
        for (Path file : files(page())) {
            var packed = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(packed)) {
                Files.copy(file, gzip);
            }
            all += packed.size();
        }
        assertThat(all).as("bytes of all files, gzip each").isBetween(10_000L, (long) MOST_BYTES);
    }

    @Test
    void theChartsComeWithTheirLicence() throws IOException {
        Path lib = page().resolve("lib");
        assertThat(lib.resolve("uPlot.iife.min.js")).isNotEmptyFile();
        assertThat(lib.resolve("uPlot.min.css")).isNotEmptyFile();
        assertThat(Files.readString(lib.resolve("LICENSE"))).contains("Permission is hereby granted");
    }

    @Test
    void everyPageOfTheNavigationIsThere() throws IOException {
        String index = Files.readString(page().resolve("index.html"));
        List<String> pages = files(page().resolve("pages")).stream()
                .map(file -> file.getFileName().toString().replace(".js", ""))
                .toList();
        assertThat(pages).hasSize(10).allSatisfy(name -> assertThat(index).contains("data-page=\"" + name + "\""));
    }

    /** The files that were written here. */
    static Stream<Path> ours() throws IOException {
        return files(page()).stream().filter(file -> !file.startsWith(page().resolve("lib")));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Path page() {
        try {
            return Path.of(Objects.requireNonNull(
                                    DashboardPageTest.class.getResource("/META-INF/resources/dashboard/index.html"))
                            .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
