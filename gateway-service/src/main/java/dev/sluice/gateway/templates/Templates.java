package dev.sluice.gateway.templates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.json.Json;
import dev.sluice.gateway.peers.PeerHttp;
import dev.sluice.kit.config.PeersConfig;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Has templates filled by the optimizer-service. */
@Singleton
public class Templates {

    /** How long a chat waits for its prompt. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int RETRY_SECONDS = 1;

    private final PeerHttp http;
    private final URI service;

    Templates(PeerHttp http, PeersConfig peers) {
        this.http = http;
        this.service = peers.optimizer();
    }

    /**
     * A template with values in it.
     *
     * @param version the version that was taken
     * @param messages its messages, each with role and content: one at least
     */
    public record Filled(int version, JsonNode messages) {

        /** Its messages as they stand in a list of JSON: objects, separated by commas. */
        public String listed() {
            StringJoiner listed = new StringJoiner(",");
            messages.forEach(message -> listed.add(new String(Json.write(message), StandardCharsets.UTF_8)));
            return listed.toString();
        }

        /** Puts what it says as the system before the text of a member; a member of another type stays, to be refused. */
        public void putSystem(ObjectNode body, String member) {
            String said = system();
            JsonNode own = body.path(member);
            if (own.isTextual() && !said.isEmpty()) {
                body.put(member, said + "\n\n" + own.asText());
            } else if ((own.isMissingNode() || own.isNull()) && !said.isEmpty()) {
                body.put(member, said);
            }
        }

        /** What it says as the system, one below the other; empty if nothing. */
        public String system() {
            StringJoiner system = new StringJoiner("\n\n");
            messages.forEach(message -> {
                if (isSystem(message)) {
                    system.add(message.path("content").asText());
                }
            });
            return system.toString();
        }

        /** Its other messages; a list of the caller's own. */
        public ArrayNode turns() {
            ArrayNode turns = Json.object().arrayNode();
            messages.forEach(message -> {
                if (!isSystem(message)) {
                    turns.add(message);
                }
            });
            return turns;
        }

        private static boolean isSystem(JsonNode message) {
            String role = message.path("role").asText();
            return role.equals("system") || role.equals("developer");
        }
    }

    /**
     * Fills a template of the caller's tenant.
     *
     * @param version the version to fill; null lets weights and product decide
     * @param session the caller's session; null if there is none
     * @return fails with an {@link ApiError}: 400 for values that do not fit, 404 where there is no such template or version,
     *     413 for too long a prompt, 503 when the optimizer-service is away
     */
    public Future<Filled> fill(
            Wish wish, @Nullable Integer version, @Nullable String session, Caller caller, String requestId) {
        return http.call(
                        HttpMethod.POST,
                        service,
                        "/optimize/templates/" + wish.name() + "/render",
                        Buffer.buffer(Json.write(wish.order(version, session))),
                        caller,
                        requestId,
                        PATIENCE)
                .recover(lost -> Future.failedFuture(away()))
                .map(Templates::understand);
    }

    private static Filled understand(PeerHttp.Reply reply) {
        JsonNode said = Json.read(reply.body().getBytes());
        if (reply.status() == 200 && !said.path("messages").isEmpty()) {
            return new Filled(said.path("version").asInt(), said.path("messages"));
        }
        String code = said.path("code").asText("invalid_template");
        String detail = said.path("detail").asText("The template cannot be filled.");
        throw switch (reply.status()) {
            case 400 -> ApiError.invalid("template", code, detail);
            case 404 -> ApiError.notFound(code, detail);
            case 413 -> ApiError.tooLarge(detail);
            default -> away();
        };
    }

    private static ApiError away() {
        return ApiError.unavailable(
                "templates_away",
                "The template cannot be filled now, since the optimizer-service does not answer. Try again in a second, or send the whole prompt as messages.",
                RETRY_SECONDS);
    }
}
