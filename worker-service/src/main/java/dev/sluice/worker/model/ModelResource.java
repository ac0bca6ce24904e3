package dev.sluice.worker.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.worker.model.ChatRequest.BadChat;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The built-in model behind the OpenAI chat dialect; the gateway's provider {@code local} comes here. */
@Path("/v1")
@RunOnVirtualThread
public class ModelResource {

    private final LocalChat model;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    ModelResource(LocalChat model, CurrentCaller caller, ObjectMapper json) {
        this.model = model;
        this.caller = caller;
        this.json = json;
    }

    /** A chat completion, whole or as an event stream. The body is read as text, so that its errors are OpenAI's too. */
    @POST
    @Path("/chat/completions")
    @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
    public Response complete(@Nullable String body) {
        String tenant = caller.get().tenant();
        ChatRequest request;
        try {
            request = ChatRequest.of(parsed(body));
        } catch (BadChat e) {
            return error(400, String.valueOf(e.getMessage()), e.param(), e.code());
        }
        if (!request.model().equals(LocalModel.NAME)) {
            return error(
                    404, "The model does not exist here; worker-service has 'local' only.", "model", "model_not_found");
        }
        Completion completion = model.completion(tenant, request);
        return request.stream()
                ? streamed(completion, request.includeUsage())
                : Response.ok(completion.whole(), MediaType.APPLICATION_JSON_TYPE)
                        .build();
    }

    /** The models there are: one. */
    @GET
    @Path("/models")
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Object> models() {
        Map<String, Object> local =
                Map.of("id", LocalModel.NAME, "object", "model", "created", 1_763_596_800L, "owned_by", "sluice");
        return Map.of("object", "list", "data", List.of(local));
    }

    private @Nullable JsonNode parsed(@Nullable String body) throws BadChat {
        try {
            return body == null || body.isBlank() ? null : json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new BadChat("The body is not valid JSON.", null, "invalid_json");
        }
    }

    private Response streamed(Completion completion, boolean includeUsage) {
        StreamingOutput stream = out -> {
            for (Completion.Body chunk : completion.chunks(includeUsage)) {
                out.write(line(json.writeValueAsString(chunk)));
                out.flush();
            }
            out.write(line("[DONE]"));
        };
        return Response.ok(stream, "text/event-stream")
                .header("cache-control", "no-cache")
                .build();
    }

    private static byte[] line(String data) throws IOException {
        return ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Response error(int status, String message, @Nullable String param, @Nullable String code) {
        Map<String, @Nullable Object> error = new HashMap<>();
        error.put("message", message);
        error.put("type", "invalid_request_error");
        error.put("param", param);
        error.put("code", code);
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Map.of("error", error))
                .build();
    }
}
