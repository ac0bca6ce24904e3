package dev.sluice.worker.work;

import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.language.Keywords;
import dev.sluice.worker.learning.StudyPlan;
import dev.sluice.worker.learning.StudyPlan.Topic;
import dev.sluice.worker.ledger.TasksConfig;
import dev.sluice.worker.llm.Prompts;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When to learn and repeat what: {@code {"topics": ["..."], "from": "2026-12-01", "until": "2026-12-20", "minutesPerDay":
 * 45}}. Topics are given, or found in a {@code text} or {@code subject}; the schedule is always computed here.
 */
@ApplicationScoped
class StudyPlanType implements TaskType {

    private static final int MOST_TOPICS = 200;
    private static final int FOUND_TOPICS = 20;
    private static final int MOST_DAYS = 730;
    private static final int MOST_MINUTES = 960;
    private static final int LONGEST_TOPIC = 500;
    private static final Set<String> TOPIC_FIELDS = Set.of("topic", "minutes", "difficulty");

    private final Ways ways;
    private final Clock clock;
    private final int longest;

    StudyPlanType(Ways ways, Clock clock, TasksConfig config) {
        this.ways = ways;
        this.clock = clock;
        this.longest = config.longestText();
    }

    @Override
    public String name() {
        return "study-plan";
    }

    @Override
    public Duration timeout() {
        return Duration.ofMinutes(5);
    }

    @Override
    public void check(Map<String, Object> input) {
        Fields.known(
                input,
                Set.of(
                        "topics",
                        "text",
                        "subject",
                        "from",
                        "until",
                        "minutesPerDay",
                        "minutesPerTopic",
                        "rest",
                        "model"));
        if (input.containsKey("topics")) {
            topics(input, span(input));
        } else if (input.containsKey("text")) {
            Fields.text(input, "text", longest);
        } else if (input.containsKey("subject")) {
            Fields.text(input, "subject", LONGEST_TOPIC);
        } else {
            throw bad("input needs topics, a text to take them from, or a subject that a model breaks down.");
        }
        minutesPerTopic(input, span(input));
        Fields.model(input);
    }

    @Override
    public Outcome run(Job job) throws CannotDo, TryLater, InterruptedException {
        Map<String, Object> input = job.input();
        StudyPlan.Span span = span(input);
        if (input.containsKey("topics")) {
            return new Outcome(StudyPlan.of(topics(input, span), span), "local:sm2");
        }
        int minutes = minutesPerTopic(input, span);
        boolean hasText = input.containsKey("text");
        String about = hasText ? Fields.text(input, "text", longest) : Fields.text(input, "subject", LONGEST_TOPIC);
        if (!hasText && ways.model(job).isEmpty()) {
            throw new CannotDo(
                    "Without a model a subject cannot be broken down. Send topics, or a text to take them from.");
        }
        return ways.either(
                job,
                model -> {
                    List<Topic> topics =
                            named(model.ask(Prompts.topics(about, FOUND_TOPICS), new Marks(job, 600)), minutes);
                    return topics.isEmpty() ? Optional.empty() : Optional.of(StudyPlan.of(topics, span));
                },
                () -> {
                    Keywords found = Keywords.of(about, FOUND_TOPICS);
                    List<Topic> topics = found.texts().stream()
                            .map(keyword -> new Topic(keyword, minutes, 3))
                            .toList();
                    return new Outcome(StudyPlan.of(topics, span), "local:" + found.method() + "+sm2");
                });
    }

    private static List<Topic> named(String answer, int minutes) {
        return answer.lines()
                .map(line ->
                        line.replaceFirst("^\\s*(?:[-*•]|\\d+[.)])\\s*", "").strip())
                .filter(line -> !line.isEmpty() && line.length() <= LONGEST_TOPIC)
                .distinct()
                .limit(FOUND_TOPICS)
                .map(line -> new Topic(line, minutes, 3))
                .toList();
    }

    private StudyPlan.Span span(Map<String, Object> input) {
        LocalDate from = Objects.requireNonNullElse(date(input, "from"), LocalDate.now(clock));
        LocalDate until = date(input, "until");
        if (until == null) {
            throw bad("input.until must be the last day, such as \"2026-12-20\"; it is missing.");
        }
        if (until.isBefore(from) || ChronoUnit.DAYS.between(from, until) >= MOST_DAYS) {
            throw bad("input.until must be on or after input.from, and at most %d days later.".formatted(MOST_DAYS));
        }
        Set<DayOfWeek> rest = rest(input);
        if (rest.size() == DayOfWeek.values().length) {
            throw bad("input.rest leaves no day to learn on.");
        }
        return new StudyPlan.Span(from, until, Fields.number(input, "minutesPerDay", 60, 5, MOST_MINUTES), rest);
    }

    private static int minutesPerTopic(Map<String, Object> input, StudyPlan.Span span) {
        return Fields.number(input, "minutesPerTopic", Math.min(30, span.minutes()), 1, span.minutes());
    }

    private static @Nullable LocalDate date(Map<String, Object> input, String name) {
        Object value = input.get(name);
        if (value == null) {
            return null;
        }
        try {
            return LocalDate.parse(String.valueOf(value));
        } catch (DateTimeException e) {
            throw bad("input.%s must be a date such as \"2026-12-20\".".formatted(name));
        }
    }

    private static Set<DayOfWeek> rest(Map<String, Object> input) {
        Object value = input.get("rest");
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        if (value == null) {
            return days;
        }
        try {
            if (value instanceof List<?> list) {
                list.forEach(
                        one -> days.add(DayOfWeek.valueOf(String.valueOf(one).toUpperCase(Locale.ROOT))));
                return days;
            }
        } catch (IllegalArgumentException e) {
            // Told below, together with what is no list.
        }
        throw bad("input.rest must be a list of days of the week, such as [\"saturday\", \"sunday\"].");
    }

    private static List<Topic> topics(Map<String, Object> input, StudyPlan.Span span) {
        if (!(input.get("topics") instanceof List<?> list) || list.isEmpty() || list.size() > MOST_TOPICS) {
            throw bad(
                    "input.topics must be a list of 1 to %d topics, each \"...\" or {\"topic\": \"...\", \"minutes\": 30, \"difficulty\": 3}."
                            .formatted(MOST_TOPICS));
        }
        int minutes = minutesPerTopic(input, span);
        List<Topic> topics = new ArrayList<>();
        for (Object one : list) {
            topics.add(topic(one, minutes, span));
        }
        return topics;
    }

    private static Topic topic(@Nullable Object one, int minutes, StudyPlan.Span span) {
        if (one instanceof String name && !name.isBlank() && name.length() <= LONGEST_TOPIC) {
            return new Topic(name, minutes, 3);
        }
        if (one instanceof Map<?, ?> map && TOPIC_FIELDS.containsAll(map.keySet())) {
            @SuppressWarnings("unchecked") // JSON's keys are texts.
            Map<String, Object> fields = (Map<String, Object>) map;
            return new Topic(
                    Fields.text(fields, "topic", LONGEST_TOPIC),
                    Fields.number(fields, "minutes", minutes, 1, span.minutes()),
                    Fields.number(fields, "difficulty", 3, 1, 5));
        }
        throw bad(
                "Each of input.topics must be a text that is not blank, or {\"topic\": \"...\", \"minutes\": 30, \"difficulty\": 3}.");
    }

    private static Refusal bad(String detail) {
        return Refusal.badRequest("invalid_input", detail);
    }
}
