package dev.sluice.worker.submission;

import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.ledger.Place;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which of a tenant's tasks are asked for. Pure. */
public final class ListQuery {

    private ListQuery() {}

    /**
     * Those that fit all that is given.
     *
     * @param states state names with commas between; null for any
     * @param type a type's name; null for any
     * @param lane a lane's name; null for any
     * @param labels each {@code name:value}, or a name alone for any value
     * @param from the first creation time, inclusive; null for none
     * @param to the last creation time, exclusive; null for none
     * @throws Refusal 400 that says what would be right
     */
    public static Predicate<TaskRecord> of(
            @Nullable String states,
            @Nullable String type,
            @Nullable String lane,
            List<String> labels,
            @Nullable String from,
            @Nullable String to) {
        Predicate<TaskRecord> wanted = task -> true;
        if (states != null) {
            Set<TaskState> known = states(states);
            wanted = wanted.and(task -> known.contains(task.state()));
        }
        if (type != null) {
            wanted = wanted.and(task -> task.type().equals(type));
        }
        if (lane != null) {
            Lane known = TaskForm.lane(lane);
            wanted = wanted.and(task -> task.priority() == known);
        }
        for (String label : labels) {
            wanted = wanted.and(label(label));
        }
        if (from != null) {
            Instant since = instant("from", from);
            wanted = wanted.and(task -> !task.createdAt().isBefore(since));
        }
        if (to != null) {
            Instant until = instant("to", to);
            wanted = wanted.and(task -> task.createdAt().isBefore(until));
        }
        return wanted;
    }

    private static Predicate<TaskRecord> label(String asked) {
        int colon = asked.indexOf(':');
        String name = colon < 0 ? asked : asked.substring(0, colon);
        String value = colon < 0 ? null : asked.substring(colon + 1);
        return task -> {
            Map<String, String> labels =
                    task.terms() == null ? null : task.terms().labels();
            String has = labels == null ? null : labels.get(name);
            return has != null && (value == null || value.equals(has));
        };
    }

    private static Set<TaskState> states(String names) {
        Set<TaskState> states = EnumSet.noneOf(TaskState.class);
        for (String name : names.split(",", -1)) {
            states.add(Arrays.stream(TaskState.values())
                    .filter(state -> state.wireName().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> Refusal.badRequest(
                            "unknown_state",
                            "There is no such state. Known states: %s."
                                    .formatted(Arrays.stream(TaskState.values())
                                            .map(TaskState::wireName)
                                            .collect(Collectors.joining(", "))))));
        }
        return states;
    }

    private static Instant instant(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Refusal.badRequest("bad_time", "'%s' must be a time such as 2026-11-20T12:00:00Z.".formatted(name));
        }
    }

    /** The place a cursor stands for; null for none. */
    static @Nullable Place place(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int bar = text.indexOf('|');
            return new Place(Instant.parse(text.substring(0, Math.max(0, bar))), text.substring(bar + 1));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw Refusal.badRequest("bad_cursor", "The cursor must be the 'next' of an earlier page, unchanged.");
        }
    }

    static String cursor(Place place) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((place.createdAt() + "|" + place.id()).getBytes(StandardCharsets.UTF_8));
    }
}
