package dev.sluice.gateway.templates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.json.Json;
import java.util.Iterator;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The template that a chat wants filled: its member {@code template}.
 *
 * @param name what it is called
 * @param version which one; absent lets experiments, weights and product decide
 * @param variables values by name
 * @param product what the prompt is about; absent if about none
 * @param unit who is asking, for the choice of a version by weight; absent means the session, else the key
 */
public record Wish(
        String name,
        @Nullable Integer version,
        JsonNode variables,
        @Nullable JsonNode product,
        @Nullable String unit) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Set<String> FIELDS = Set.of("name", "version", "variables", "product", "unit");
    private static final int LONGEST_UNIT = 128;

    /**
     * Reads it.
     *
     * @throws ApiError 400 when it makes no sense
     */
    public static Wish read(JsonNode said) {
        for (Iterator<String> names = said.fieldNames(); names.hasNext(); ) {
            String field = names.next();
            if (!FIELDS.contains(field)) {
                throw bad("template", "has a field that is none of name, version, variables, product and unit");
            }
        }
        JsonNode name = said.path("name");
        if (!name.isTextual() || !NAME.matcher(name.asText()).matches()) {
            throw bad("template.name", "must name a template (GET /optimize/templates lists them)");
        }
        JsonNode variables = object("template.variables", said.path("variables"));
        return new Wish(
                name.asText(),
                version(said.path("version")),
                variables == null ? Json.object() : variables,
                object("template.product", said.path("product")),
                unit(said.path("unit")));
    }

    private static @Nullable Integer version(JsonNode version) {
        if (isAbsent(version)) {
            return null;
        }
        if (!version.isIntegralNumber() || !version.canConvertToInt() || version.intValue() < 1) {
            throw bad("template.version", "must be a whole number from 1");
        }
        return version.intValue();
    }

    private static @Nullable JsonNode object(String field, JsonNode value) {
        if (isAbsent(value)) {
            return null;
        }
        if (!value.isObject()) {
            throw bad(field, "must be an object");
        }
        return value;
    }

    private static @Nullable String unit(JsonNode unit) {
        if (isAbsent(unit)) {
            return null;
        }
        if (!unit.isTextual() || unit.asText().length() > LONGEST_UNIT) {
            throw bad("template.unit", "must be a string of %d characters at most".formatted(LONGEST_UNIT));
        }
        return unit.asText();
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    /**
     * The order for the optimizer-service.
     *
     * @param taken the version to fill; null lets weights and product decide
     * @param session the unit when none was named; null if there is none
     */
    ObjectNode order(@Nullable Integer taken, @Nullable String session) {
        ObjectNode order = Json.object();
        order.set("variables", variables);
        if (taken != null) {
            order.put("version", taken);
        }
        if (product != null) {
            order.set("product", product);
        }
        String who = unit == null ? session : unit;
        if (who != null) {
            order.put("unit", who);
        }
        return order;
    }

    private static ApiError bad(String field, String what) {
        return ApiError.invalid(
                field, "invalid_template", "The field '%s' %s. See docs/templates.md.".formatted(field, what));
    }
}
