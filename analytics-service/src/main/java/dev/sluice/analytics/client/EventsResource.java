package dev.sluice.analytics.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.analytics.AnalyticsConfig;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.identity.Pseudonyms;
import dev.sluice.kit.problem.Refusal;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes events of clients: one object, or {@code {"events": [...]}}. Each is judged for itself; those that are good are
 * on the topic when the answer comes.
 */
@Path("/analytics/events")
@Blocking
class EventsResource {

    private final AnalyticsConfig.Client config;
    private final ObjectMapper json;
    private final CurrentCaller caller;
    private final ClientEventReader reader;
    private final ClientEventSender sender;
    private final Pace pace;
    private final InstantSource clock = InstantSource.system();

    EventsResource(
            AnalyticsConfig config,
            ObjectMapper json,
            CurrentCaller caller,
            Pseudonyms pseudonyms,
            ClientEventSender sender) {
        this.config = config.client();
        this.json = json;
        this.caller = caller;
        this.reader = new ClientEventReader(pseudonyms);
        this.sender = sender;
        this.pace = new Pace(clock, this.config.perSecond(), this.config.burst());
    }

    /** 202 when all are accepted, 200 when some are, 400 when none is. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response take(byte[] body) {
        Caller who = caller.get();
        List<JsonNode> events = events(body);
        admit(who.tenant(), events.size());
        Instant now = clock.instant();
        List<Verdict> verdicts = new ArrayList<>();
        for (JsonNode event : events) {
            // Those without a time of their own happened in the order in which they are told.
            verdicts.add(reader.read(event, who, now.plus(verdicts.size(), ChronoUnit.MICROS)));
        }
        var reply = ClientReply.of(sender.send(verdicts));
        int status = reply.rejected() == 0 ? 202 : reply.accepted() == 0 ? 400 : 200;
        return Response.status(status).entity(reply).build();
    }

    private List<JsonNode> events(byte[] body) {
        if (body.length > config.maxBody().asLongValue()) {
            throw tooLarge("The body has more than %d bytes."
                    .formatted(config.maxBody().asLongValue()));
        }
        JsonNode root = parse(body);
        JsonNode list = root.has("events") ? list(root) : root.isArray() ? root : null;
        List<JsonNode> events = new ArrayList<>();
        if (list == null) {
            events.add(root);
        } else {
            list.forEach(events::add);
        }
        if (events.isEmpty() || !events.stream().allMatch(JsonNode::isObject)) {
            throw Refusal.badRequest(
                    "no_events", "The body holds no events. Send an object with id and name, or {\"events\": [...]}.");
        }
        if (events.size() > config.maxEvents()) {
            throw tooLarge("The body holds %d events, more than %d.".formatted(events.size(), config.maxEvents()));
        }
        return events;
    }

    /** The list of an object that has nothing beside it. */
    private static JsonNode list(JsonNode root) {
        List<String> beside = new ArrayList<>();
        root.fieldNames().forEachRemaining(name -> {
            if (!name.equals("events")) {
                beside.add(ClientEventReader.cut(name));
            }
        });
        if (!beside.isEmpty()) {
            throw Refusal.badRequest(
                    "unknown_field",
                    "'%s' stands beside 'events', where nothing is read. What belongs to an event goes into the event."
                            .formatted(String.join("', '", beside.subList(0, Math.min(5, beside.size())))));
        }
        if (!root.path("events").isArray()) {
            throw Refusal.badRequest("no_events", "'events' is no list. Send {\"events\": [...]}.");
        }
        return root.path("events");
    }

    private JsonNode parse(byte[] body) {
        try {
            JsonNode root = json.readTree(body);
            if (root != null) {
                return root;
            }
        } catch (JacksonException e) {
            // Told below; the parser's own words would quote the body.
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
        throw Refusal.badRequest("not_json", "The body is no JSON.");
    }

    private void admit(String tenant, int events) {
        Duration wait = pace.take(tenant, events);
        if (!wait.isZero()) {
            long seconds = Math.max(1, wait.toSeconds() + 1);
            throw new Refusal(
                    429,
                    "too_many_events",
                    "Too many events",
                    "A tenant may send %d events a second and %d at once. Send them again in %d s with the same ids."
                            .formatted(config.perSecond(), config.burst(), seconds),
                    Map.of("Retry-After", Long.toString(seconds)));
        }
    }

    private static Refusal tooLarge(String what) {
        return new Refusal(413, "too_large", "Too large", what + " Send several smaller ones.");
    }
}
