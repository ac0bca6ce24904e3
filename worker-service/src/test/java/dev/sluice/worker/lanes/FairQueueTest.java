package dev.sluice.worker.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.tasks.Lane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FairQueueTest {

    private FairQueue queue = queue();

    private static FairQueue queue() {
        return new FairQueue(tenant -> tenant.equals("heavy") ? 3 : 1);
    }

    @Example
    void a_tenants_own_tasks_stay_in_order() {
        Wakeup first = offer("acme", 10);
        Wakeup second = offer("acme", 10);

        assertThat(queue.next()).contains(first);
        assertThat(queue.next()).contains(second);
        assertThat(queue.next()).isEmpty();
    }

    @Example
    void who_comes_second_does_not_wait_for_all_of_the_first() {
        for (int i = 0; i < 1_000; i++) {
            offer("flood", FairQueue.QUANTUM);
        }
        Wakeup late = offer("late", FairQueue.QUANTUM);

        assertThat(List.of(queue.next().orElseThrow(), queue.next().orElseThrow()))
                .contains(late);
    }

    @Example
    void shares_are_of_tokens_and_not_of_tasks() {
        for (int i = 0; i < 1_000; i++) {
            offer("small", 100);
            offer("large", 5_000);
        }

        Map<String, Long> tokens = serve(1_020);

        assertThat(tokens.get("small") / (double) tokens.get("large")).isBetween(0.9, 1.1);
    }

    @Example
    void a_weight_of_three_is_three_shares() {
        for (int i = 0; i < 1_000; i++) {
            offer("heavy", 500);
            offer("light", 500);
        }

        Map<String, Long> tokens = serve(800);

        assertThat(tokens.get("heavy") / (double) tokens.get("light")).isBetween(2.9, 3.1);
    }

    @Example
    void a_parked_tenant_costs_nothing_and_comes_back() {
        Wakeup parked = offer("parked", 10);
        Wakeup other = offer("other", 10);
        queue.park("parked");

        assertThat(queue.ready()).isEqualTo(1);
        assertThat(queue.next()).contains(other);
        assertThat(queue.next()).isEmpty();
        assertThat(queue.size()).isEqualTo(1);
        queue.unpark("parked");
        assertThat(queue.next()).contains(parked);
    }

    @Example
    void what_waits_since_before_a_time_is_taken_out() {
        Wakeup old = Wakeups.of("acme", "noop", 1, Lane.LOW, Wakeups.T0.minusMillis(1));
        Wakeup young = Wakeups.of("acme", "noop", 1, Lane.LOW, Wakeups.T0);
        queue.offer(old);
        queue.offer(young);

        assertThat(queue.takeOlder(Wakeups.T0, wakeup -> true)).containsExactly(old);
        assertThat(queue.next()).contains(young);
    }

    /** Of tenants that all wait, none is more than its largest task and a quantum ahead of another. */
    @Property
    void no_tenant_is_ever_far_ahead(
            @ForAll @Size(min = 20, max = 200) List<@IntRange(min = 1, max = 30_000) Integer> costs) {
        queue = queue();
        List<String> tenants = List.of("a", "b", "c", "d");
        for (int i = 0; i < costs.size(); i++) {
            offer(tenants.get(i % tenants.size()), costs.get(i));
        }
        Map<String, Integer> left = new HashMap<>();
        for (int i = 0; i < costs.size(); i++) {
            left.merge(tenants.get(i % tenants.size()), 1, Integer::sum);
        }
        Map<String, Long> served = new HashMap<>();
        tenants.forEach(tenant -> served.put(tenant, 0L));

        while (left.values().stream().allMatch(count -> count > 0)) {
            Wakeup next = queue.next().orElseThrow();
            served.merge(next.tenant(), next.cost(), Long::sum);
            left.merge(next.tenant(), -1, Integer::sum);
            long most =
                    served.values().stream().mapToLong(Long::longValue).max().orElseThrow();
            long least =
                    served.values().stream().mapToLong(Long::longValue).min().orElseThrow();
            assertThat(most - least).isLessThanOrEqualTo(30_000 + 2 * FairQueue.QUANTUM);
        }
    }

    /** Nothing is lost and nothing comes twice, whatever is parked meanwhile. */
    @Property
    void all_that_goes_in_comes_out(
            @ForAll @Size(max = 100) List<@IntRange(min = 1, max = 5) Integer> tenants,
            @ForAll @Size(max = 100) List<@IntRange(min = 1, max = 5) Integer> parked) {
        queue = queue();
        List<Wakeup> in = new ArrayList<>();
        List<Wakeup> out = new ArrayList<>();
        for (int i = 0; i < Math.max(tenants.size(), parked.size()); i++) {
            if (i < tenants.size()) {
                in.add(offer("t" + tenants.get(i), 1 + 700L * tenants.get(i)));
            }
            if (i < parked.size()) {
                queue.park("t" + parked.get(i));
                queue.next().ifPresent(out::add);
                if (i % 2 == 0) {
                    queue.unpark("t" + parked.get(i));
                }
            }
            assertThat(queue.size()).isEqualTo(in.size() - out.size());
        }
        for (int tenant = 1; tenant <= 5; tenant++) {
            queue.unpark("t" + tenant);
        }
        while (queue.ready() > 0) {
            out.add(queue.next().orElseThrow());
        }

        assertThat(out).containsExactlyInAnyOrderElementsOf(in);
        assertThat(queue.size()).isZero();
    }

    private Map<String, Long> serve(int tasks) {
        Map<String, Long> tokens = new HashMap<>();
        for (int i = 0; i < tasks; i++) {
            Wakeup next = queue.next().orElseThrow();
            tokens.merge(next.tenant(), next.cost(), Long::sum);
        }
        return tokens;
    }

    private Wakeup offer(String tenant, long cost) {
        Wakeup wakeup = Wakeups.of(tenant, cost);
        queue.offer(wakeup);
        return wakeup;
    }
}
