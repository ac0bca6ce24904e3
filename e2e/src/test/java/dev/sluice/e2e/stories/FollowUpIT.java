package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What usually follows a question is fetched by the worker when that question is asked, and served from the cache. */
class FollowUpIT {

    private static final String MODEL = "gpt-4o-mini";
    private static final String FIRST = "What does the premium plan include?";
    /** Its answer lives for seconds, so that it has to be fetched again and again. */
    private static final String NEXT = "What is the price of gold right now?";

    private final Client shop = House.newTenantNamed(House.PREDICTED);

    private String visit(String session, String question) {
        return shop.chat(MODEL, question, "x-sluice-session", session, "x-sluice-cache", "exact")
                .header("x-cache");
    }

    private int report(String what) {
        return shop.get("/cache/prediction").json().path(what).asInt();
    }

    @Test
    void theFollowUpIsThereBeforeItIsAskedFor() {
        for (int i = 0; i < 4; i++) {
            visit("before-" + i, FIRST);
            visit("before-" + i, NEXT);
        }
        // Where the machine is so slow that the answer is gone before it is asked for, the next visit tries again.
        int[] visits = new int[1];
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    int fetched = report("prefetched");
                    String session = "after-" + visits[0]++;
                    visit(session, FIRST);
                    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
                    while (report("prefetched") == fetched && System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                    return report("prefetched") > fetched
                            && visit(session, NEXT).equals("HIT");
                });
        assertThat(report("used")).isPositive();
        assertThat(shop.get("/cache/prediction").json().path("precision").asDouble())
                .isPositive();
    }
}
