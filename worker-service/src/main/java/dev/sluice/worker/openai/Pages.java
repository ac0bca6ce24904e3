package dev.sluice.worker.openai;

import dev.sluice.kit.problem.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Pages of a list whose ids grow with time, as OpenAI's API gives them. Pure. */
public final class Pages {

    private Pages() {}

    /**
     * A page.
     *
     * @param all by id
     * @param wanted which of them are in the list
     * @param newestFirst the order
     * @param after the id that the page before ended with
     * @param limit how many
     * @param view how one is shown; has {@code id}
     */
    public static <T> Map<String, Object> of(
            NavigableMap<String, T> all,
            Predicate<T> wanted,
            boolean newestFirst,
            @Nullable String after,
            int limit,
            Function<T, Map<String, Object>> view) {
        NavigableMap<String, T> ordered = newestFirst ? all.descendingMap() : all;
        NavigableMap<String, T> rest = after == null ? ordered : ordered.tailMap(after, false);
        List<Map<String, Object>> found = rest.values().stream()
                .filter(wanted)
                .limit(limit + 1L)
                .map(view)
                .toList();
        boolean more = found.size() > limit;
        List<Map<String, Object>> page = more ? found.subList(0, limit) : found;
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("object", "list");
        list.put("data", page);
        if (!page.isEmpty()) {
            list.put("first_id", page.getFirst().get("id"));
            list.put("last_id", page.getLast().get("id"));
        }
        list.put("has_more", more);
        return list;
    }

    /** A page's size; a 400 {@link Refusal} when it is none. */
    public static int limit(@Nullable String limit, int standard, int most) {
        if (limit == null) {
            return standard;
        }
        if (!limit.matches("\\d{1,6}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > most) {
            throw Refusal.badRequest("bad_limit", "limit must be 1 to %d.".formatted(most));
        }
        return Integer.parseInt(limit);
    }
}
