package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.local.LocalStack;
import dev.sluice.testkit.ScriptedUpstream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Chats go on while analytics-service is killed with -9 again and again: at the end it has counted each chat, and each once
 * (P5). Four times by default, twenty and more with {@code -Dsluice.chaos.kills=20}, as each night.
 */
class ExactlyOnceIT {

    private static final int KILLS = Integer.getInteger("sluice.chaos.kills", 4);
    private static final Duration SETTLED = Duration.ofMinutes(2);

    @Test
    void everyChatIsCountedOnceThroughEveryKill() throws Exception {
        try (var upstream = ScriptedUpstream.start();
                var stack = LocalStack.builder()
                        .env("OPENAI_BASE_URL", upstream.openAiUrl())
                        .env("OPENAI_API_KEY", "k")
                        .start()) {
            // Given
            Client acme = new Client(stack.baseUrl(), stack.newTenantKey("acme"), "acme");
            var stop = new AtomicBoolean();
            var chats = new AtomicInteger();
            Thread chatting = Thread.ofPlatform().daemon().start(() -> {
                while (!stop.get()) {
                    acme.chat("gpt-4o-mini", "Question number " + chats.get() + "?", "cache-control", "no-cache");
                    chats.incrementAndGet();
                }
            });

            // When
            for (int kill = 1; kill <= KILLS; kill++) {
                int before = chats.get();
                await().atMost(SETTLED).until(() -> chats.get() >= before + 5);
                stack.kill9("analytics-service");
                stack.restart("analytics-service");
            }
            stop.set(true);
            chatting.join();

            // Then
            await().atMost(SETTLED).untilAsserted(() -> {
                var overview = acme.get("/analytics/overview").json();
                assertThat(overview.path("requests").asInt()).isEqualTo(chats.get());
                var ledger = acme.get("/analytics/ledger").json();
                assertThat(ledger.path("costNano").asLong())
                        .isPositive()
                        .isEqualTo(overview.path("costNano").asLong());
                assertThat(ledger.path("rows").findValuesAsText("differing")).containsOnly("0");
            });
            assertThat(chats.get()).isGreaterThanOrEqualTo(KILLS * 5);
        }
    }
}
