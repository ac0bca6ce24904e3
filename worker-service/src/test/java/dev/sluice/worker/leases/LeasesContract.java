package dev.sluice.worker.leases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kit.ids.Ids;
import dev.sluice.worker.leases.Leases.Lease;
import dev.sluice.worker.leases.Leases.Name;
import dev.sluice.worker.leases.Leases.Renewal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What every lease store must do. */
abstract class LeasesContract {

    private final Name task = new Name("acme", Ids.next());

    abstract Leases leases();

    /** Lets more time pass than a lease lasts. */
    abstract void letLeasesEnd();

    @Test
    void a_free_name_is_leased_once() {
        assertThat(leases().isFree(task)).isTrue();
        assertThat(leases().claim(task, 1)).isPresent();
        assertThat(leases().claim(task, 1)).isEmpty();
        assertThat(leases().isFree(task)).isFalse();
    }

    @Test
    void of_many_that_claim_at_once_one_wins() throws Exception {
        Set<String> winners = ConcurrentHashMap.newKeySet();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                threads.submit(() -> leases().claim(task, 1).map(Lease::token).ifPresent(winners::add));
            }
        }
        assertThat(winners).hasSize(1);
    }

    @Test
    void a_renewed_lease_is_kept_and_an_ended_one_is_lost() {
        Lease lease = leases().claim(task, 1).orElseThrow();
        assertThat(leases().renew(lease)).isEqualTo(Renewal.KEPT);

        letLeasesEnd();

        assertThat(leases().isFree(task)).isTrue();
        assertThat(leases().renew(lease)).isEqualTo(Renewal.LOST);
    }

    @Test
    void after_its_end_another_holds_it_and_the_first_cannot_touch_it() {
        Lease first = leases().claim(task, 1).orElseThrow();
        letLeasesEnd();
        Lease second = leases().claim(task, 2).orElseThrow();

        assertThat(second.token()).isNotEqualTo(first.token());
        assertThat(leases().renew(first)).isEqualTo(Renewal.LOST);
        leases().release(first);
        assertThat(leases().renew(second)).isEqualTo(Renewal.KEPT);
    }

    @Test
    void a_released_name_is_free_at_once() {
        leases().release(leases().claim(task, 1).orElseThrow());

        assertThat(leases().isFree(task)).isTrue();
        assertThat(leases().claim(task, 2)).isPresent();
    }

    @Test
    void word_left_for_the_holder_is_read_at_the_next_renewal_and_is_gone_with_the_lease() {
        Lease lease = leases().claim(task, 1).orElseThrow();
        leases().askCancel(task);
        assertThat(leases().renew(lease)).isEqualTo(Renewal.CANCEL_ASKED);

        leases().release(lease);
        Lease next = leases().claim(task, 2).orElseThrow();

        assertThat(leases().renew(next)).isEqualTo(Renewal.KEPT);
    }

    @Test
    void word_left_at_a_free_name_does_nothing() {
        leases().askCancel(task);

        assertThat(leases().isFree(task)).isTrue();
    }

    @Test
    void the_same_id_of_two_tenants_is_two_names() {
        assertThat(leases().claim(task, 1)).isPresent();
        assertThat(leases().claim(new Name("globex", task.id()), 1)).isPresent();
    }

    @Test
    void the_number_in_front_of_a_token_is_the_one_the_claimer_gave() {
        assertThat(leases().claim(task, 42).orElseThrow().token()).startsWith("42@");
    }
}
