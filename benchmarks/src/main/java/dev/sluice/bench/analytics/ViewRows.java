package dev.sluice.bench.analytics;

import dev.sluice.analytics.report.Filled;
import dev.sluice.bench.Report;
import dev.sluice.bench.load.Ensemble;
import dev.sluice.local.LocalStack;
import dev.sluice.testkit.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * How long somebody waits for the dashboard in a headless Chromium, from the address to the overview with its numbers and
 * charts, over {@link Filled}: of ten views that find nothing in the browser's cache the median, and before them the first
 * one after the services were started. All services run on the same cores.
 */
final class ViewRows {

    private static final int VIEWS = 10;

    /** Tells when the overview was on the screen: a frame after its numbers and a chart were in the page. */
    private static final String WATCH = """
            new MutationObserver((changes, watcher) => {
              const requests = document.querySelector('[data-metric=requests]');
              if (requests && Number(requests.dataset.value) > 0 && document.querySelector('.plot canvas')) {
                watcher.disconnect();
                requestAnimationFrame(() => { window.seenAfter = performance.now(); });
              }
            }).observe(document, { childList: true, subtree: true, attributes: true });
            """;

    private ViewRows() {}

    static void add(Report report, Filled filled) throws IOException {
        Optional<Path> chromium = Browser.installed();
        if (chromium.isEmpty()) {
            System.out.println("No Chromium on the PATH (Debian: apt-get install chromium). Its rows are left out.");
            return;
        }
        Path profile = Files.createTempDirectory("sluice-bench-view-");
        try (LocalStack stack = LocalStack.builder()
                        .env(
                                "analytics-service",
                                Map.of(
                                        "SLUICE_ANALYTICS_STORE_FILE",
                                        filled.file().toString()))
                        .start();
                Browser browser = Browser.start(chromium.get(), profile)) {
            String address = stack.baseUrl() + "/dashboard/#key=" + stack.newTenantKey(Filled.TENANT);
            browser.beforeEachPage(WATCH);
            double first = millis(browser, address);
            double[] views = new double[VIEWS];
            for (int i = 0; i < VIEWS; i++) {
                views[i] = millis(browser, address);
                System.out.printf("  view %d: %.0f ms%n", i + 1, views[i]);
            }
            Arrays.sort(views);
            report.add("page_first_view_ms", "ms", views[VIEWS / 2], null, 1_000.0);
            report.add("page_first_view_worst_ms", "ms", views[VIEWS - 1], null, null);
            report.add("page_after_start_ms", "ms", first, null, null);
        } finally {
            Ensemble.delete(profile);
        }
    }

    private static double millis(Browser browser, String address) {
        browser.open(address);
        browser.until("window.seenAfter");
        return browser.evaluate("window.seenAfter").asDouble();
    }
}
