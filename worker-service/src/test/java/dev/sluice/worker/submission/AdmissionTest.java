package dev.sluice.worker.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.contracts.tasks.Lane;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.ledger.TaskTable;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private final Admission admission = new Admission(new TaskTable(), 10, 20, 100);

    @Test
    void of_many_at_once_exactly_as_many_are_let_in_as_there_is_room() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> all = Collections.nCopies(200, () -> isLetIn("acme", Lane.LOW));
            assertThat(threads.invokeAll(all).stream().map(AdmissionTest::result))
                    .filteredOn(in -> in)
                    .hasSize(10);
        }
    }

    @Test
    void each_tenant_and_each_lane_has_its_own_room_and_bulk_has_more() {
        fill("acme", Lane.LOW, 10);
        fill("acme", Lane.HIGH, 10);
        fill("other", Lane.LOW, 10);
        fill("acme", Lane.BULK, 20);

        assertThatThrownBy(() -> admission.enter("acme", Lane.BULK)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(429);
            assertThat(refusal.headers()).containsKey("Retry-After");
            assertThat(refusal.detail()).contains("20 tasks", "'bulk'");
        });
    }

    @Test
    void what_did_not_come_to_pass_gives_its_room_back() {
        fill("acme", Lane.LOW, 10);
        admission.arrived("acme", Lane.LOW);

        fill("acme", Lane.LOW, 1);
        assertThat(isLetIn("acme", Lane.LOW)).isFalse();
    }

    @Test
    void all_tenants_together_have_a_bound_too() {
        for (int i = 0; i < 100; i++) {
            admission.enter("t" + i, Lane.LOW);
        }

        assertThat(catchThrowable(() -> admission.enter("one more", Lane.LOW)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.detail()).contains("installation"));
    }

    private void fill(String tenant, Lane lane, int count) {
        for (int i = 0; i < count; i++) {
            admission.enter(tenant, lane);
        }
        assertThat(isLetIn(tenant, lane)).isEqualTo(false);
    }

    private boolean isLetIn(String tenant, Lane lane) {
        return catchThrowable(() -> admission.enter(tenant, lane)) == null;
    }

    private static boolean result(Future<Boolean> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
