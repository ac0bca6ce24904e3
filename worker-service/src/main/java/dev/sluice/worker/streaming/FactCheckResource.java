package dev.sluice.worker.streaming;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.worker.answers.Answerer;
import dev.sluice.worker.facts.Checked;
import dev.sluice.worker.facts.FactCheck;
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
 * A fact-check whose steps can be watched: {@code retrieving} with the claims, then for each claim its {@code source}s, the
 * verdict as a {@code chunk} and a {@code citation} for each sentence it rests on, and {@code done}.
 */
@Path("/stream/fact-check")
@RunOnVirtualThread
public class FactCheckResource {

    private static final int LONGEST = 4_000;

    private final FactCheck facts;
    private final Answerer answerer;
    private final KnowledgeBase knowledge;
    private final Tapes tapes;
    private final Published published;
    private final CurrentCaller caller;
    private final Clock clock;

    FactCheckResource(
            FactCheck facts,
            Answerer answerer,
            KnowledgeBase knowledge,
            Tapes tapes,
            Published published,
            CurrentCaller caller,
            Clock clock) {
        this.facts = facts;
        this.answerer = answerer;
        this.knowledge = knowledge;
        this.tapes = tapes;
        this.published = published;
        this.caller = caller;
        this.clock = clock;
    }

    @RegisterForReflection
    private record Source(int claim, Passage passage) {}

    @RegisterForReflection
    private record Judged(int claim, String text, String verdict, double confidence, String reason, String madeBy) {}

    @RegisterForReflection
    private record Quoted(int claim, int n, String documentId, String quote) {}

    @RegisterForReflection
    private record Done(int claims, int sources, int citations, long millis) {}

    private record Text(
            Caller asking,
            String text,
            Scope scope,
            int limit,
            boolean web,
            @Nullable String requestId) {}

    /** Checks a text's claims against the tenant's documents, and the web if that is wished. */
    @GET
    @Produces("text/event-stream")
    public Response check(
            @QueryParam("text") @Nullable String text,
            @QueryParam("limit") @DefaultValue("5") int limit,
            @QueryParam("label") List<String> labels,
            @QueryParam("document") List<String> documents,
            @QueryParam("web") @DefaultValue("false") boolean web,
            @HeaderParam("last-event-id") @Nullable String lastEventId,
            @HeaderParam(InternalHeaders.REQUEST_ID) @Nullable String requestId,
            @Context RoutingContext route) {
        Caller asking = caller.get();
        var asked = new Text(
                asking,
                Asking.text(
                        "text", text, LONGEST, "missing_text", "/stream/fact-check?text=The+moon+is+made+of+cheese."),
                Asking.scope(labels, documents),
                Asking.limit(limit),
                web,
                requestId);
        if (web) {
            answerer.demandWeb();
        }
        return tapes.stream(asking.tenant(), lastEventId, route, voice -> run(asked, voice));
    }

    private void run(Text asked, Tapes.Voice voice) throws InterruptedException {
        Instant start = clock.instant();
        String tenant = asked.asking().tenant();
        var said = new Said(voice, knowledge, tenant);
        String outcome = "broken";
        try {
            List<Checked> all = facts.check(
                    new Payer(tenant, asked.asking().keyId()),
                    null,
                    asked.text(),
                    claim -> answerer.retrieve(tenant, claim, asked.scope(), asked.limit(), asked.web())
                            .passages(),
                    said);
            long millis = Duration.between(start, clock.instant()).toMillis();
            voice.say("done", new Done(all.size(), said.sources, said.citations, millis));
            outcome = said.citations > 0 ? "answered" : "nothing";
        } catch (NoAnswer e) {
            voice.say(
                    "error", new Broken("model_broke_off", "The model did not judge; what came before is incomplete."));
        } catch (InterruptedException e) {
            outcome = "client_gone";
            throw e;
        } finally {
            published.search(
                    asked.asking(),
                    asked.requestId(),
                    start,
                    new Published.Course(outcome, said.madeBy, said.sources, said.citations, 0));
        }
    }

    /** The stages as events. */
    private static final class Said implements FactCheck.Listener {

        private final Tapes.Voice voice;
        private final KnowledgeBase knowledge;
        private final String tenant;
        private int sources;
        private int citations;
        private String madeBy = "none";

        Said(Tapes.Voice voice, KnowledgeBase knowledge, String tenant) {
            this.voice = voice;
            this.knowledge = knowledge;
            this.tenant = tenant;
        }

        @Override
        public void claims(List<String> claims) {
            voice.say(
                    "retrieving",
                    Map.of(
                            "claims", claims,
                            "documents", knowledge.documents(tenant),
                            "complete", knowledge.isReady()));
        }

        @Override
        public void evidence(int claim, List<Passage> passages) {
            sources += passages.size();
            passages.forEach(passage -> voice.say("source", new Source(claim, passage)));
        }

        @Override
        public void checked(int claim, Checked checked) {
            madeBy = checked.madeBy();
            voice.say(
                    "chunk",
                    new Judged(
                            claim,
                            checked.claim(),
                            checked.verdict().wireName(),
                            checked.confidence(),
                            checked.reason(),
                            checked.madeBy()));
            for (Checked.Citation citation : checked.citations()) {
                citations++;
                voice.say("citation", new Quoted(claim, citation.n(), citation.documentId(), citation.quote()));
            }
        }
    }
}
