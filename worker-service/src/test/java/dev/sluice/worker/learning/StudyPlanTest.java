package dev.sluice.worker.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.worker.learning.StudyPlan.Item;
import dev.sluice.worker.learning.StudyPlan.Topic;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class StudyPlanTest {

    private static final LocalDate START = LocalDate.of(2026, 12, 1);

    private static StudyPlan.Plan plan(int days, int minutes, Topic... topics) {
        return StudyPlan.of(List.of(topics), new StudyPlan.Span(START, START.plusDays(days - 1), minutes, Set.of()));
    }

    @Example
    void an_easy_topic_is_repeated_after_1_6_15_and_38_days() {
        StudyPlan.Plan plan = plan(70, 60, new Topic("Verbs", 30, 1));

        assertThat(plan.days().stream().map(StudyPlan.Day::date))
                .containsExactly(START, START.plusDays(1), START.plusDays(7), START.plusDays(22), START.plusDays(60));
        assertThat(plan.days().get(1).items()).containsExactly(new Item("repeat", "Verbs", 10, 1));
    }

    @Example
    void a_hard_topic_is_repeated_more_often() {
        assertThat(plan(60, 60, new Topic("Cases", 30, 5)).repetitions())
                .isGreaterThan(plan(60, 60, new Topic("Cases", 30, 1)).repetitions());
    }

    @Example
    void what_does_not_fit_is_named_and_never_squeezed_in() {
        StudyPlan.Plan plan = plan(1, 30, new Topic("A", 30, 3), new Topic("B", 30, 3));

        assertThat(plan.unplaced()).containsExactly("B");
        assertThat(plan.days()).hasSize(1);
    }

    @Example
    void days_of_rest_are_free() {
        StudyPlan.Plan plan = StudyPlan.of(
                List.of(new Topic("A", 10, 3), new Topic("B", 10, 3)),
                new StudyPlan.Span(START, START.plusDays(40), 15, Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)));

        assertThat(plan.days())
                .isNotEmpty()
                .allMatch(day -> day.date().getDayOfWeek().getValue() < 6);
    }

    @Property(tries = 200)
    void a_day_is_never_overfull_and_a_topic_is_learnt_once_before_it_is_repeated(
            @ForAll @IntRange(min = 1, max = 30) int topics,
            @ForAll @IntRange(min = 1, max = 60) int days,
            @ForAll @IntRange(min = 10, max = 90) int minutes) {
        List<Topic> all = new ArrayList<>();
        for (int i = 0; i < topics; i++) {
            all.add(new Topic("t" + i, 1 + i % 10, 1 + i % 5));
        }
        StudyPlan.Plan plan = plan(days, minutes, all.toArray(Topic[]::new));

        Set<String> learnt = new HashSet<>();
        for (StudyPlan.Day day : plan.days()) {
            assertThat(day.items().stream().mapToInt(Item::minutes).sum())
                    .isEqualTo(day.minutes())
                    .isLessThanOrEqualTo(minutes);
            for (Item item : day.items()) {
                assertThat(learnt.contains(item.topic())).isEqualTo(item.kind().equals("repeat"));
                learnt.add(item.topic());
            }
        }
        assertThat(learnt.size() + plan.unplaced().size()).isEqualTo(topics);
    }
}
