package dev.sluice.worker.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AgendaTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final Agenda agenda = new Agenda();

    @Test
    void at_its_time_a_task_is_due_and_before_it_is_not() {
        agenda.put(NOW, "t");

        assertThat(agenda.due(NOW.minusMillis(1), 10)).isEmpty();
        assertThat(agenda.due(NOW, 10)).containsExactly("t");
        assertThat(agenda.due(NOW, 10)).isEmpty();
        assertThat(agenda.size()).isZero();
    }

    @Test
    void a_task_is_on_it_once_at_the_time_given_last() {
        agenda.put(NOW, "t");
        agenda.put(NOW.plusSeconds(9), "t");

        assertThat(agenda.size()).isEqualTo(1);
        assertThat(agenda.due(NOW.plusSeconds(8), 10)).isEmpty();
        assertThat(agenda.due(NOW.plusSeconds(9), 10)).containsExactly("t");
    }

    @Test
    void what_is_struck_off_is_not_due_and_takes_no_room() {
        agenda.put(NOW, "t");
        agenda.strike("t");
        agenda.strike("never there");

        assertThat(agenda.due(NOW, 10)).isEmpty();
        assertThat(agenda.size()).isZero();
    }

    @Test
    void the_earliest_come_first_and_no_more_than_asked_for() {
        agenda.put(NOW.plusSeconds(2), "c");
        agenda.put(NOW, "a");
        agenda.put(NOW.plusSeconds(1), "b");

        assertThat(agenda.due(NOW.plusSeconds(5), 2)).containsExactly("a", "b");
        assertThat(agenda.due(NOW.plusSeconds(5), 2)).containsExactly("c");
    }
}
