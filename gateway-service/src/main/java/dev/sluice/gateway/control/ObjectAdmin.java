package dev.sluice.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Shows, writes and removes records of the kinds that people edit. Blocks. */
@Singleton
class ObjectAdmin {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@*/-]{0,199}");

    private final ControlState state;
    private final Changes changes;
    private final ObjectMapper json;
    private final List<EditablePart> parts;

    ObjectAdmin(ControlState state, Changes changes, ObjectMapper json, @All List<EditablePart> parts) {
        this.state = state;
        this.changes = changes;
        this.json = json;
        this.parts = List.copyOf(parts);
    }

    List<EditablePart> parts() {
        return parts;
    }

    AdminAnswer list(EditablePart part) {
        ObjectNode answer = json.createObjectNode();
        ArrayNode all = answer.putArray(part.path());
        new TreeMap<>(state.all(part.kind())).forEach((id, value) -> all.add(view(part, id)));
        return new AdminAnswer(200, answer.toString());
    }

    AdminAnswer get(EditablePart part, String id) {
        ObjectNode view = view(part, id);
        if (view == null) {
            throw missing(part, id);
        }
        return new AdminAnswer(200, view.toString());
    }

    AdminAnswer put(EditablePart part, String id, String actor, byte[] body) {
        if (!ID.matcher(id).matches()) {
            throw Refusal.badRequest(
                    "invalid_id",
                    "An id is 1 to 200 letters, digits and . _ - : @ * /, beginning with a letter or digit. Choose another one.");
        }
        ObjectNode before = view(part, id);
        byte[] value = part.checked(id, bytes(object(body)));
        JsonNode after = tree(value);
        changes.make(
                new Changes.Deed(actor, part.kind() + ".put", part.kind(), id, shown(before), shown(after)), value);
        return new AdminAnswer(
                before == null ? 201 : 200, decorated(id, "topic", after).toString());
    }

    AdminAnswer delete(EditablePart part, String id, String actor) {
        byte[] known = state.find(part.kind(), id);
        if (known == null) {
            throw missing(part, id);
        }
        if (!state.isFromTopic(part.kind(), id)) {
            throw new Refusal(
                    409,
                    "from_control_file",
                    "Conflict",
                    "The %s '%s' stands in the control file (sluice.gateway.control-file). Remove it there."
                            .formatted(part.kind(), id));
        }
        changes.make(new Changes.Deed(actor, part.kind() + ".delete", part.kind(), id, shown(tree(known)), null), null);
        return new AdminAnswer(204, null);
    }

    private @Nullable ObjectNode view(EditablePart part, String id) {
        byte[] known = state.find(part.kind(), id);
        return known == null ? null : decorated(id, state.isFromTopic(part.kind(), id) ? "topic" : "file", tree(known));
    }

    private ObjectNode decorated(String id, String source, JsonNode value) {
        ObjectNode view = json.createObjectNode().put("id", id).put("source", source);
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            view.set(field.getKey(), field.getValue());
        }
        return view;
    }

    /** What was shown can be sent back: the fields that the view adds are taken off again. */
    private static @Nullable JsonNode shown(@Nullable JsonNode view) {
        return view instanceof ObjectNode object ? object.deepCopy().without(List.of("id", "source")) : view;
    }

    private ObjectNode object(byte[] body) {
        try {
            if (json.readTree(body) instanceof ObjectNode object) {
                return object.without(List.of("id", "source"));
            }
        } catch (IOException e) {
            throw Refusal.badRequest("invalid_json", "The body is not valid JSON. Send a JSON object.");
        }
        throw Refusal.badRequest("invalid_json", "The body is not a JSON object. Send one, such as {}.");
    }

    private JsonNode tree(byte[] value) {
        try {
            return json.readTree(value);
        } catch (IOException e) {
            throw new IllegalStateException("a record of the control plane is no JSON", e);
        }
    }

    private byte[] bytes(JsonNode value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new IllegalStateException("a record of the control plane cannot be written", e);
        }
    }

    private static Refusal missing(EditablePart part, String id) {
        return new Refusal(
                404,
                "no_such_" + part.kind(),
                "Not found",
                "There is no %s '%s'. GET /admin/%s lists them.".formatted(part.kind(), id, part.path()));
    }
}
