package dev.sluice.optimizer.templates;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A variable of a template.
 *
 * @param name how the template calls it, as in <code>{{name}}</code>
 * @param type what its values are
 * @param required whether a value must be given; absent means yes, unless there is a default
 * @param byDefault the value when none is given
 * @param values what an enum may be
 * @param min the least number, or the fewest items of a list
 * @param max the greatest number, the longest string in characters, or the most items of a list
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record Variable(
        String name,
        Type type,
        @Nullable Boolean required,
        @JsonProperty("default") @Nullable JsonNode byDefault,
        @Nullable List<String> values,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max) {

    /** A string may have so many characters when nothing else is said, and so may an item of a list. */
    static final int LONGEST = 20_000;

    /** A list may have so many items when nothing else is said. */
    static final int MOST_ITEMS = 500;

    /** What values are. */
    enum Type {
        @JsonProperty("string")
        STRING,
        @JsonProperty("number")
        NUMBER,
        @JsonProperty("enum")
        ENUM,
        @JsonProperty("list")
        LIST
    }

    @JsonIgnore
    boolean isNeeded() {
        return byDefault == null && !Boolean.FALSE.equals(required);
    }

    /** What is wrong with a value; absent when nothing is. */
    @Nullable
    String wrong(JsonNode value) {
        return switch (type) {
            case STRING -> wrongText(value);
            case NUMBER -> wrongNumber(value);
            case ENUM ->
                value.isTextual() && values != null && values.contains(value.asText())
                        ? null
                        : "must be one of %s".formatted(values);
            case LIST -> wrongList(value);
        };
    }

    /** A value as it stands in the prompt: numbers as they were written, items of a list each on a line with a dash. */
    String written(JsonNode value) {
        return type == Type.LIST
                ? StreamSupport.stream(value.spliterator(), false)
                        .map(item -> "- " + item.asText())
                        .collect(Collectors.joining("\n"))
                : value.asText();
    }

    private @Nullable String wrongText(JsonNode value) {
        if (!value.isTextual()) {
            return "must be a string";
        }
        long most = max == null ? LONGEST : Math.min(LONGEST, max.longValue());
        int length = value.asText().length();
        return length > most ? "has %d characters; at most %d".formatted(length, most) : null;
    }

    private @Nullable String wrongNumber(JsonNode value) {
        if (!value.isNumber()) {
            return "must be a number";
        }
        BigDecimal number = value.decimalValue();
        if (min != null && number.compareTo(min) < 0) {
            return "is %s; at least %s".formatted(number.toPlainString(), min.toPlainString());
        }
        return max != null && number.compareTo(max) > 0
                ? "is %s; at most %s".formatted(number.toPlainString(), max.toPlainString())
                : null;
    }

    private @Nullable String wrongList(JsonNode value) {
        if (!value.isArray()) {
            return "must be a list of strings or numbers";
        }
        for (JsonNode item : value) {
            if (!(item.isTextual() || item.isNumber())) {
                return "must be a list of strings or numbers";
            }
            if (item.asText().length() > LONGEST) {
                return "has an item of %d characters; at most %d"
                        .formatted(item.asText().length(), LONGEST);
            }
        }
        long fewest = min == null ? 0 : min.longValue();
        long most = max == null ? MOST_ITEMS : Math.min(MOST_ITEMS, max.longValue());
        return value.size() < fewest || value.size() > most
                ? "has %d items; %d to %d".formatted(value.size(), fewest, most)
                : null;
    }
}
