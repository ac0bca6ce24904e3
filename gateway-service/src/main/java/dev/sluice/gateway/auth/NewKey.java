package dev.sluice.gateway.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.kit.problem.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key that is asked for.
 *
 * @param tenant whose it shall be
 * @param name a name for people
 * @param project a part of the tenant's work
 * @param scopes what it may do; empty means everything
 */
record NewKey(
        String tenant, @Nullable String name, @Nullable String project, List<String> scopes) {

    private static final Set<String> FIELDS = Set.of("tenant", "name", "project", "scopes");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int LONGEST_NAME = 200;
    private static final int MOST_SCOPES = 32;

    static NewKey read(ObjectMapper json, byte[] body) {
        JsonNode root = parse(json, body);
        for (Iterator<String> names = root.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw bad("Unknown field '%s'. Known fields: tenant, name, project, scopes.".formatted(name));
            }
        }
        String tenant = text(root, "tenant");
        if (tenant == null) {
            throw bad("The field 'tenant' is missing: a key belongs to a tenant. Send {\"tenant\": \"acme\"}.");
        }
        String name = text(root, "name");
        if (name != null && name.length() > LONGEST_NAME) {
            throw bad("The field 'name' is longer than %d characters.".formatted(LONGEST_NAME));
        }
        String project = text(root, "project");
        return new NewKey(id("tenant", tenant), name, project == null ? null : id("project", project), scopes(root));
    }

    private static JsonNode parse(ObjectMapper json, byte[] body) {
        try {
            JsonNode root = json.readTree(body);
            if (root != null && root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            throw Refusal.badRequest("invalid_json", "The body is not valid JSON. Send {\"tenant\": \"acme\"}.");
        } catch (IOException e) {
            throw Refusal.badRequest("invalid_json", "The body cannot be read. Send {\"tenant\": \"acme\"}.");
        }
        throw Refusal.badRequest("invalid_json", "The body is not a JSON object. Send {\"tenant\": \"acme\"}.");
    }

    private static @Nullable String text(JsonNode root, String field) {
        JsonNode value = root.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw bad("The field '%s' must be a string.".formatted(field));
        }
        return value.textValue();
    }

    private static List<String> scopes(JsonNode root) {
        JsonNode value = root.path("scopes");
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (!value.isArray() || value.size() > MOST_SCOPES) {
            throw bad("The field 'scopes' must be a list of at most %d strings.".formatted(MOST_SCOPES));
        }
        List<String> scopes = new ArrayList<>();
        for (JsonNode scope : value) {
            if (!scope.isTextual()) {
                throw bad("The field 'scopes' must be a list of strings.");
            }
            scopes.add(id("scopes", scope.textValue()));
        }
        return List.copyOf(scopes);
    }

    private static String id(String field, String value) {
        if (!ID.matcher(value).matches()) {
            throw bad("The field '%s' holds a name that is not 1 to 64 letters, digits, dots, dashes or underscores."
                    .formatted(field));
        }
        return value;
    }

    private static Refusal bad(String detail) {
        return Refusal.badRequest("invalid_field", detail);
    }
}
