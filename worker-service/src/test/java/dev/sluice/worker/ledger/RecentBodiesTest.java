package dev.sluice.worker.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentBodiesTest {

    @Test
    void at_the_bound_all_stay_and_above_it_the_one_used_longest_ago_goes() {
        var bodies = new RecentBodies(30);
        bodies.put("a", new byte[10]);
        bodies.put("b", new byte[10]);
        bodies.put("c", new byte[10]);
        assertThat(bodies.size()).isEqualTo(30);
        bodies.get("a");

        bodies.put("d", new byte[1]);

        assertThat(bodies.get("b")).isNull();
        assertThat(bodies.get("a")).isNotNull();
        assertThat(bodies.size()).isEqualTo(21);
    }

    @Test
    void a_newer_body_takes_the_place_of_the_older() {
        var bodies = new RecentBodies(30);
        bodies.put("a", new byte[20]);
        bodies.put("a", new byte[5]);

        assertThat(bodies.size()).isEqualTo(5);
    }

    @Test
    void one_that_is_larger_than_the_bound_is_not_held() {
        var bodies = new RecentBodies(30);
        bodies.put("a", new byte[31]);

        assertThat(bodies.get("a")).isNull();
        assertThat(bodies.size()).isZero();
    }
}
