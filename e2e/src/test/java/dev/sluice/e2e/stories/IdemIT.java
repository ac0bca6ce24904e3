package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.e2e.stories.Siege.Victim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One Idempotency-Key, many who submit it at once, and a kill somewhere between the steps of a submission. */
@Tag("long")
class IdemIT {

    private static final long SEED = Long.getLong("sluice.chaos.seed", System.nanoTime() % 1_000_000);
    private static final int ROUNDS = Math.min(4, Integer.getInteger("sluice.chaos.kills", 2));
    private static final int AT_ONCE = 16;
    private static final String BODY = "{\"type\":\"noop\",\"priority\":\"high\",\"input\":{\"millis\":50}}";

    @Test
    void aKeyHasOneTaskHoweverASubmissionIsCut() throws Exception {
        System.out.println("idempotency: seed " + SEED);
        var random = new Random(SEED);
        var submissions = new Submissions();
        try (var siege = Siege.lay(Map.of());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Client client = siege.newTenant("idem");
            for (int round = 0; round < ROUNDS; round++) {
                String key = "round-" + round;
                List<Future<String>> ids = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    ids.add(threads.submit(() -> submissions.submit(client, key, BODY)));
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(40));
                Victim victim = round % 2 == 0 ? Victim.WORKER : Victim.BROKER;
                siege.kill(victim);
                siege.raise(victim);
                for (Future<String> id : ids) {
                    id.get(3, TimeUnit.MINUTES);
                }
            }
            assertThat(submissions.idsOfKey()).hasSize(ROUNDS);
            assertThat(submissions.idsOfKey().values())
                    .allSatisfy(ids -> assertThat(ids).hasSize(1));
            Map<String, Set<String>> keys = Ledger.tasks(
                            siege.stack().kafka(),
                            record -> record.path("tenant").asText().equals("idem"))
                    .idempotencyKeys();
            assertThat(keys).hasSize(ROUNDS);
            assertThat(keys.values()).allSatisfy(ids -> assertThat(ids).hasSize(1));
        }
    }
}
