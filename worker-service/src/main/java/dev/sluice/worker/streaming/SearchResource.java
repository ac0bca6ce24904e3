package dev.sluice.worker.streaming;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.kit.events.EventPublisher;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.ids.Ids;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.answers.Answerer;
import dev.sluice.worker.knowledge.KnowledgeBase;
import dev.sluice.worker.llm.NoAnswer;
import dev.sluice.worker.llm.Payer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A search whose steps can be watched: {@code retrieving}, one {@code source} for each passage, the answer in
 * {@code chunk}s with a {@code citation} for each quote, and {@code done}; {@code error} instead of it when the model broke
 * off.
 */
@Path("/stream/search")
@RunOnVirtualThread
public class SearchResource {

    private static final int LONGEST = 2_000;
    private static final int MOST = 20;

    private final Answerer answerer;
    private final KnowledgeBase knowledge;
    private final Followers followers;
    private final EventPublisher published;
    private final CurrentCaller caller;
    private final ObjectMapper json;
    private final Clock clock;

    SearchResource(
            Answerer answerer,
            KnowledgeBase knowledge,
            Followers followers,
            EventPublisher published,
            CurrentCaller caller,
            ObjectMapper json,
            Clock clock) {
        this.answerer = answerer;
        this.knowledge = knowledge;
        this.followers = followers;
        this.published = published;
        this.caller = caller;
        this.json = json;
        this.clock = clock;
    }

    @RegisterForReflection
    private record Piece(String text) {}

    @RegisterForReflection
    private record Done(String madeBy, int sources, int citations, long millis) {}

    @RegisterForReflection
    private record Broken(String code, String detail) {}

    /** Searches the tenant's documents and answers from them. */
    @GET
    @Produces("text/event-stream")
    public Response search(
            @QueryParam("q") @Nullable String question,
            @QueryParam("limit") @DefaultValue("5") int limit,
            @HeaderParam(InternalHeaders.REQUEST_ID) @Nullable String requestId,
            @Context RoutingContext route) {
        Caller asking = caller.get();
        if (question == null || question.isBlank() || question.length() > LONGEST) {
            throw Refusal.badRequest(
                    "missing_question",
                    "The parameter 'q' must be a question of 1 to %d characters: /stream/search?q=how+does+it+work"
                            .formatted(LONGEST));
        }
        if (limit < 1 || limit > MOST) {
            throw Refusal.badRequest("bad_limit", "limit must be 1 to %d.".formatted(MOST));
        }
        followers.enter(route);
        return EventStream.of(route, stream -> run(asking, question, limit, requestId, stream));
    }

    private void run(Caller asking, String question, int limit, @Nullable String requestId, EventStream stream)
            throws IOException, InterruptedException {
        Instant start = clock.instant();
        stream.send(
                "retrieving",
                null,
                json.writeValueAsString(
                        Map.of("documents", knowledge.documents(asking.tenant()), "complete", knowledge.isReady())));
        List<Passage> passages = answerer.retrieve(asking.tenant(), question, limit);
        for (Passage passage : passages) {
            stream.send("source", null, json.writeValueAsString(passage));
        }
        String madeBy = "none";
        String outcome = "broken";
        int citations = 0;
        try {
            Answerer.Answer answer = answerer.answer(
                    new Payer(asking.tenant(), asking.keyId()),
                    null,
                    question,
                    passages,
                    piece -> chunk(stream, piece));
            for (Answerer.Citation citation : answer.citations()) {
                stream.send("citation", null, json.writeValueAsString(citation));
            }
            madeBy = answer.madeBy();
            citations = answer.citations().size();
            outcome = citations > 0 ? "answered" : "nothing";
            long millis = Duration.between(start, clock.instant()).toMillis();
            stream.send("done", null, json.writeValueAsString(new Done(madeBy, passages.size(), citations, millis)));
        } catch (NoAnswer e) {
            var broken = new Broken(
                    "model_broke_off",
                    "The model broke off in the middle of its answer; what came before is incomplete.");
            stream.send("error", null, json.writeValueAsString(broken));
        } catch (UncheckedIOException e) {
            outcome = "client_gone";
            throw e.getCause();
        } finally {
            publish(asking, requestId, start, madeBy, outcome, passages.size(), citations);
        }
    }

    private void chunk(EventStream stream, String piece) {
        try {
            stream.send("chunk", null, json.writeValueAsString(new Piece(piece)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void publish(
            Caller asking,
            @Nullable String requestId,
            Instant start,
            String madeBy,
            String outcome,
            int sources,
            int citations) {
        Instant now = clock.instant();
        published.publish(new Event(
                Event.SCHEMA,
                Ids.next(),
                now,
                asking.tenant(),
                asking.project(),
                Event.Source.WORKER,
                Event.Kind.SEARCH,
                new Event.Origin(requestId, asking.keyId(), null, null),
                null,
                null,
                Event.Money.zero(),
                null,
                null,
                null,
                Map.of(
                        "outcome", outcome,
                        "madeBy", madeBy,
                        "sources", Integer.toString(sources),
                        "citations", Integer.toString(citations),
                        "millis", Long.toString(Duration.between(start, now).toMillis()))));
    }
}
