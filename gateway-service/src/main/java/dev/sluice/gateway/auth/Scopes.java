package dev.sluice.gateway.auth;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which scope a path takes: the one table of it. A key without scopes may do everything, one with {@code *} too. */
final class Scopes {

    /** What a path takes nobody may be kept from, such as the list of models. */
    private static final Set<String> NONE = Set.of();

    private static final String EVERYTHING = "*";

    /** No path takes it: it lets a caller ask for {@code x-sluice-priority: critical}, which nothing else does. */
    private static final String CRITICAL = "priority:critical";

    /** Whoever defines experiments decides what other keys of the tenant are answered. */
    private static final String EXPERIMENTS = "/analytics/experiments";

    /** A path and all below it. */
    private record Row(String prefix, Set<String> anyOf) {

        /** Reading is for more callers than changing. */
        Set<String> changing() {
            return switch (prefix) {
                case EXPERIMENTS -> Set.of("experiments");
                case "/analytics" -> Set.of("analytics");
                default -> anyOf;
            };
        }
    }

    /** The first row that fits counts. */
    private static final List<Row> TABLE = Stream.of(
                    models("/chat/completions", "chat"),
                    models("/completions", "chat"),
                    models("/messages", "chat"),
                    models("/streams", "chat"),
                    models("/responses", "responses"),
                    models("/embeddings", "embeddings"),
                    models("/moderations", "moderations"),
                    models("/images", "images"),
                    models("/audio", "audio"),
                    models("/files", "files"),
                    models("/batches", "batches"),
                    Stream.of(
                            new Row("/v1/models", NONE),
                            new Row("/openai/v1/models", NONE),
                            new Row("/anthropic/v1/models", NONE),
                            row("/api/chat", "chat"),
                            row("/ws/chat", "chat"),
                            new Row("/v1/streams", Set.of("chat", "responses")),
                            row("/background", "tasks"),
                            row("/api/ai", "tasks"),
                            row("/ws/tasks", "tasks"),
                            row("/knowledge", "knowledge"),
                            row("/stream", "knowledge"),
                            row("/ws/search", "knowledge"),
                            row("/cache", "cache"),
                            row("/api/v1/optimization/cache", "cache"),
                            row("/optimize", "optimize"),
                            row("/api/v1/optimization", "optimize"),
                            new Row(EXPERIMENTS, Set.of("experiments", "analytics", "dashboard")),
                            new Row("/analytics", Set.of("analytics", "dashboard")),
                            new Row("/dashboard", Set.of("analytics", "dashboard")),
                            new Row("/system/status", NONE),
                            new Row("/system/limits", NONE),
                            new Row("/api/cache/stats", NONE),
                            new Row("/api/openai/stats", NONE)))
            .flatMap(rows -> rows)
            .toList();

    /** All scopes a key may have. */
    static final Set<String> NAMES = Stream.concat(
                    TABLE.stream().flatMap(row -> row.anyOf.stream()), Stream.of(EVERYTHING, CRITICAL))
            .collect(Collectors.toUnmodifiableSet());

    private Scopes() {}

    /** The scopes of which a caller needs one; a path that is not in the table takes {@code *}. */
    static Set<String> of(String method, String path) {
        for (Row row : TABLE) {
            if (isBelow(path, row.prefix)) {
                return method.equals("GET") ? row.anyOf : row.changing();
            }
        }
        return Set.of(EVERYTHING);
    }

    /** Whether a caller's scopes are enough. */
    static boolean enough(Set<String> has, Set<String> anyOf) {
        if (has.isEmpty() || anyOf.isEmpty() || has.contains(EVERYTHING)) {
            return true;
        }
        for (String one : anyOf) {
            if (has.contains(one)) {
                return true;
            }
        }
        return false;
    }

    private static Stream<Row> models(String path, String scope) {
        return Stream.of(row("/v1" + path, scope), row("/openai/v1" + path, scope), row("/anthropic/v1" + path, scope));
    }

    private static Row row(String prefix, String scope) {
        return new Row(prefix, Set.of(scope));
    }

    private static boolean isBelow(String path, String prefix) {
        return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }
}
