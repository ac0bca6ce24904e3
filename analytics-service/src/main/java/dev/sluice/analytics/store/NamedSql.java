package dev.sluice.analytics.store;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement whose parameters have names, {@code :tenant}, as JDBC takes it, {@code $1}: equal names are one parameter.
 *
 * @param sql the statement with numbered parameters
 * @param names of the parameters, by number from 1
 */
record NamedSql(String sql, List<String> names) {

    private static final Pattern NAME = Pattern.compile("(?<![:\\w]):([a-z]\\w*)");

    /** Reads a statement; texts in quotes must hold no colon before a letter. */
    static NamedSql parse(String text) {
        List<String> names = new ArrayList<>();
        String sql = NAME.matcher(text).replaceAll(match -> {
            String name = match.group(1);
            if (!names.contains(name)) {
                names.add(name);
            }
            return Matcher.quoteReplacement("$" + (names.indexOf(name) + 1));
        });
        return new NamedSql(sql, List.copyOf(names));
    }
}
