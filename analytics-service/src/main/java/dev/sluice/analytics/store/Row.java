package dev.sluice.analytics.store;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of an answer; columns by their names in the query's text. */
public record Row(Map<String, @Nullable Object> values) {

    /** A text; null where there is none. */
    public @Nullable String maybe(String column) {
        Object value = values.get(column);
        return value == null ? null : value.toString();
    }

    /** A text that is always there. */
    public String text(String column) {
        return Objects.requireNonNull(maybe(column), column);
    }

    /** A whole number; 0 where there is none. */
    public long whole(String column) {
        return values.get(column) instanceof Number number ? number.longValue() : 0;
    }

    /** A number; null where there is none. */
    public @Nullable Double number(String column) {
        return values.get(column) instanceof Number number && !Double.isNaN(number.doubleValue())
                ? number.doubleValue()
                : null;
    }

    /** A number; 0 where there is none. */
    public double real(String column) {
        Double number = number(column);
        return number == null ? 0 : number;
    }

    /** A small whole number; null where there is none. */
    public @Nullable Integer small(String column) {
        return values.get(column) instanceof Number number ? Integer.valueOf(number.intValue()) : null;
    }
}
