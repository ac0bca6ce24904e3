package dev.sluice.worker.learning;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * When to learn what, and when to repeat it: each topic is learnt once, in the given order, and repeated after the intervals
 * of SM-2 (Woźniak 1990: 1 day, 6 days, then each interval times the easiness), within the learner's days and minutes. Due
 * repetitions go before new topics; one that does not fit moves to the next day that has room, and the next interval counts
 * from there. Pure.
 */
public final class StudyPlan {

    private static final double LEAST_EASINESS = 1.3;
    private static final double MOST_EASINESS = 2.5;
    private static final int FIRST_INTERVAL = 1;
    private static final int SECOND_INTERVAL = 6;
    private static final int SHORTEST_REPETITION = 5;
    /** A repetition takes this part of learning. */
    private static final int PART = 3;

    private final Span span;
    private final TreeMap<LocalDate, List<Item>> days = new TreeMap<>();
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparing(Due::on).thenComparingInt(Due::place));

    private StudyPlan(Span span) {
        this.span = span;
    }

    /**
     * What is to be learnt.
     *
     * @param topic its name
     * @param minutes to learn it
     * @param difficulty 1 easy to 5 hard; it sets the easiness of SM-2 from 2.5 down to 1.3
     */
    public record Topic(String topic, int minutes, int difficulty) {
        double easiness() {
            return MOST_EASINESS - (difficulty - 1) * (MOST_EASINESS - LEAST_EASINESS) / 4;
        }

        int repetition() {
            return Math.max(Math.min(SHORTEST_REPETITION, minutes), minutes / PART);
        }
    }

    /**
     * The learner's time.
     *
     * @param from the first day
     * @param until the last day
     * @param minutes of each day
     * @param rest days of the week without learning
     */
    public record Span(LocalDate from, LocalDate until, int minutes, Set<DayOfWeek> rest) {
        public Span {
            rest = Set.copyOf(rest);
        }
    }

    /**
     * What is done on a day.
     *
     * @param kind {@code learn} or {@code repeat}
     * @param topic the topic
     * @param minutes how long
     * @param repetition 0 for learning, then counted
     */
    @RegisterForReflection
    public record Item(String kind, String topic, int minutes, int repetition) {}

    /** A day with something to do. */
    @RegisterForReflection
    public record Day(
            @JsonFormat(shape = JsonFormat.Shape.STRING) LocalDate date, int minutes, List<Item> items) {
        public Day {
            items = List.copyOf(items);
        }
    }

    /**
     * A plan.
     *
     * @param days those with something to do, in their order
     * @param unplaced topics for which there is no time
     * @param repetitions how many there are in all
     */
    @RegisterForReflection
    public record Plan(List<Day> days, List<String> unplaced, int repetitions) {
        public Plan {
            days = List.copyOf(days);
            unplaced = List.copyOf(unplaced);
        }
    }

    private record Due(LocalDate on, Topic topic, int place, int repetition, int interval) {}

    /** Plans. */
    public static Plan of(List<Topic> topics, Span span) {
        return new StudyPlan(span).made(topics);
    }

    private Plan made(List<Topic> topics) {
        List<Topic> left = new ArrayList<>(topics);
        for (LocalDate day = span.from(); !day.isAfter(span.until()); day = day.plusDays(1)) {
            if (!span.rest().contains(day.getDayOfWeek())) {
                repeat(day);
                learn(day, left, topics);
            }
        }
        int repetitions = (int) days.values().stream()
                .flatMap(List::stream)
                .filter(item -> item.repetition() > 0)
                .count();
        return new Plan(
                days.entrySet().stream()
                        .map(day -> new Day(day.getKey(), used(day.getKey()), day.getValue()))
                        .toList(),
                left.stream().map(Topic::topic).toList(),
                repetitions);
    }

    private void repeat(LocalDate day) {
        List<Due> waiting = new ArrayList<>();
        while (!due.isEmpty() && !due.peek().on().isAfter(day)) {
            Due next = due.poll();
            if (used(day) + next.topic().repetition() <= span.minutes()) {
                put(day, new Item("repeat", next.topic().topic(), next.topic().repetition(), next.repetition()));
                schedule(day, next);
            } else {
                waiting.add(next);
            }
        }
        due.addAll(waiting);
    }

    /** The repetition after the one that was just placed. */
    private void schedule(LocalDate day, Due done) {
        int interval = done.repetition() == 1
                ? SECOND_INTERVAL
                : (int) Math.round(done.interval() * done.topic().easiness());
        due.add(new Due(day.plusDays(interval), done.topic(), done.place(), done.repetition() + 1, interval));
    }

    private void learn(LocalDate day, List<Topic> left, List<Topic> all) {
        while (!left.isEmpty() && used(day) + left.getFirst().minutes() <= span.minutes()) {
            Topic topic = left.removeFirst();
            put(day, new Item("learn", topic.topic(), topic.minutes(), 0));
            due.add(new Due(day.plusDays(FIRST_INTERVAL), topic, all.size() - left.size(), 1, FIRST_INTERVAL));
        }
    }

    private void put(LocalDate day, Item item) {
        days.computeIfAbsent(day, d -> new ArrayList<>()).add(item);
    }

    private int used(LocalDate day) {
        return days.getOrDefault(day, List.of()).stream()
                .mapToInt(Item::minutes)
                .sum();
    }
}
