package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard in a real browser. Not run where no Chromium is installed (Debian: apt-get install chromium). */
class DashboardIT {

    private final Client acme = House.newTenant("viewer");

    @Test
    void thePageShowsWhatWasDone(@TempDir Path profile) throws Exception {
        String browser = browser();
        assumeThat(browser).as("a Chromium on the PATH").isNotNull();
        for (int i = 0; i < 3; i++) {
            acme.chat("gpt-4o-mini", "Show me number " + (i % 2) + " on the page");
        }
        Awaitility.await()
                .until(() ->
                        acme.get("/analytics/overview").json().path("requests").asInt() == 3);

        String page = dom(browser, profile, acme.baseUrl() + "/dashboard/#key=" + acme.key());

        assertThat(page).containsPattern("data-metric=\"requests\"[^>]*>\\s*3\\s*<");
        assertThat(page).contains("gpt-4o-mini").doesNotContain(acme.key());
    }

    private static String dom(String browser, Path profile, String url) throws Exception {
        Path output = profile.resolve("page.html");
        Process process = new ProcessBuilder(List.of(
                        browser,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + profile.resolve("profile"),
                        "--virtual-time-budget=8000",
                        "--dump-dom",
                        url))
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the browser ends").isTrue();
        return Files.readString(output);
    }

    private static @Nullable String browser() {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            for (String name : List.of("chromium", "chromium-browser", "google-chrome")) {
                Path file = Path.of(folder, name);
                if (Files.isExecutable(file)) {
                    return file.toString();
                }
            }
        }
        return null;
    }
}
