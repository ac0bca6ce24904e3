package dev.sluice.analytics.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The texts of the named queries for one engine. A line {@code --include NAME} stands for the text of that name; other
 * lines that begin with {@code --} are comments.
 */
final class QueryTexts {

    private static final String INCLUDE = "--include ";

    private final String engine;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    QueryTexts(String engine) {
        this.engine = engine;
    }

    /**
     * The text of a query.
     *
     * @param facts the table that {@code --include facts} counts
     */
    String of(Named query, String facts) {
        return known.computeIfAbsent(query.file() + '/' + facts, key -> expand(query.file(), facts));
    }

    /** A text that others include. */
    String fragment(String name) {
        return expand(name, Sums.RAW);
    }

    private String expand(String name, String facts) {
        return read(name)
                .lines()
                .map(line -> {
                    String bare = line.strip();
                    if (bare.startsWith(INCLUDE)) {
                        String included = bare.substring(INCLUDE.length());
                        return included.equals("facts") ? facts(facts) : expand(included, facts);
                    }
                    return bare.startsWith("--") ? "" : line;
                })
                .filter(line -> !line.isBlank())
                .collect(Collectors.joining("\n"));
    }

    private String facts(String table) {
        return table.equals(Sums.RAW)
                ? expand("facts_raw", table)
                : expand("facts_sums", table).replace("ROLLUP", table);
    }

    private String read(String name) {
        String file = engine + '/' + name + ".sql";
        try (InputStream in = QueryTexts.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("there is no query text " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
