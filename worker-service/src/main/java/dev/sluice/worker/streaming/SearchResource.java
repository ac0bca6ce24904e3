package dev.sluice.worker.streaming;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.worker.answers.Answerer;
import dev.sluice.worker.knowledge.KnowledgeBase;
import dev.sluice.worker.knowledge.Scope;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A search whose steps can be watched: {@code retrieving}, one {@code source} for each passage, the answer in
 * {@code chunk}s with a {@code citation} for each quote, and {@code done}; {@code error} instead of it when the model broke
 * off. Resumable with {@code Last-Event-ID}.
 */
@Path("/stream/search")
@RunOnVirtualThread
public class SearchResource {

    private static final int LONGEST = 2_000;

    private final Answerer answerer;
    private final KnowledgeBase knowledge;
    private final Tapes tapes;
    private final Published published;
    private final CurrentCaller caller;
    private final Clock clock;

    SearchResource(
            Answerer answerer,
            KnowledgeBase knowledge,
            Tapes tapes,
            Published published,
            CurrentCaller caller,
            Clock clock) {
        this.answerer = answerer;
        this.knowledge = knowledge;
        this.tapes = tapes;
        this.published = published;
        this.caller = caller;
        this.clock = clock;
    }

    @RegisterForReflection
    private record Piece(String text) {}

    @RegisterForReflection
    private record Done(
            String madeBy, int sources, int citations, int dropped, String retrieval, String web, long millis) {}

    private record Question(
            Caller asking,
            String text,
            Scope scope,
            int limit,
            boolean web,
            @Nullable String requestId) {}

    /** Searches the tenant's documents, and the web if that is wished, and answers from what is found. */
    @GET
    @Produces("text/event-stream")
    public Response search(
            @QueryParam("q") @Nullable String question,
            @QueryParam("limit") @DefaultValue("5") int limit,
            @QueryParam("label") List<String> labels,
            @QueryParam("document") List<String> documents,
            @QueryParam("web") @DefaultValue("false") boolean web,
            @HeaderParam("last-event-id") @Nullable String lastEventId,
            @HeaderParam(InternalHeaders.REQUEST_ID) @Nullable String requestId,
            @Context RoutingContext route) {
        Caller asking = caller.get();
        var asked = new Question(
                asking,
                Asking.text("q", question, LONGEST, "missing_question", "/stream/search?q=how+does+it+work"),
                Asking.scope(labels, documents),
                Asking.limit(limit),
                web,
                requestId);
        if (web) {
            answerer.demandWeb();
        }
        return tapes.stream(asking.tenant(), lastEventId, route, voice -> run(asked, voice));
    }

    private void run(Question asked, Tapes.Voice voice) throws InterruptedException {
        Instant start = clock.instant();
        String tenant = asked.asking().tenant();
        var course = new Published.Course("broken", "none", 0, 0, 0);
        try {
            voice.say("retrieving", Map.of("documents", knowledge.documents(tenant), "complete", knowledge.isReady()));
            Answerer.Retrieved found =
                    answerer.retrieve(tenant, asked.text(), asked.scope(), asked.limit(), asked.web());
            List<Passage> passages = found.passages();
            passages.forEach(passage -> voice.say("source", passage));
            course = new Published.Course("broken", "none", passages.size(), 0, 0);
            Answerer.Answer answer = answerer.answer(
                    new Payer(tenant, asked.asking().keyId()),
                    null,
                    asked.text(),
                    passages,
                    piece -> voice.say("chunk", new Piece(piece)));
            answer.citations().forEach(citation -> voice.say("citation", citation));
            int citations = answer.citations().size();
            course = new Published.Course(
                    citations > 0 ? "answered" : "nothing",
                    answer.madeBy(),
                    passages.size(),
                    citations,
                    answer.dropped());
            long millis = Duration.between(start, clock.instant()).toMillis();
            voice.say(
                    "done",
                    new Done(
                            answer.madeBy(),
                            passages.size(),
                            citations,
                            answer.dropped(),
                            found.way(),
                            found.web(),
                            millis));
        } catch (NoAnswer e) {
            voice.say(
                    "error",
                    new Broken(
                            "model_broke_off",
                            "The model broke off in the middle of its answer; what came before is incomplete."));
        } catch (InterruptedException e) {
            course = new Published.Course("client_gone", course.madeBy(), course.sources(), 0, 0);
            throw e;
        } finally {
            published.search(asked.asking(), asked.requestId(), start, course);
        }
    }
}
