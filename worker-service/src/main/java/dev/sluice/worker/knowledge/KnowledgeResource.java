package dev.sluice.worker.knowledge;

import dev.sluice.contracts.knowledge.DocumentRequest;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.ids.Ids;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.WorkerConfig;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tenant's documents: post, list, read, delete. */
@Path("/knowledge/documents")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class KnowledgeResource {

    private static final Pattern ID = Pattern.compile("[\\p{L}\\p{N}._~:@+-]{1,200}");
    private static final int LONGEST_TITLE = 500;
    private static final int LONGEST_URL = 2_000;
    private static final int MOST_LISTED = 200;

    private final KnowledgeBase knowledge;
    private final CurrentCaller caller;
    private final Clock clock;
    private final long largest;

    KnowledgeResource(KnowledgeBase knowledge, CurrentCaller caller, Clock clock, WorkerConfig config) {
        this.knowledge = knowledge;
        this.caller = caller;
        this.clock = clock;
        this.largest = config.knowledge().largestDocument().asLongValue();
    }

    /** Keeps a document; 201 once Kafka has it, and then it can be found at once. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response post(@Nullable DocumentRequest request) {
        Document document = checked(caller.get().tenant(), request);
        boolean visible = knowledge.put(document);
        Response.ResponseBuilder created = Response.status(Response.Status.CREATED)
                .header("location", "/knowledge/documents/" + document.id())
                .entity(knowledge
                        .find(document.tenant(), document.id())
                        .orElse(new DocumentInfo(
                                document.id(),
                                document.title(),
                                document.url(),
                                document.text().length(),
                                0,
                                document.updatedAt(),
                                null)));
        if (!visible) {
            created.header("x-sluice-degraded", "index-behind");
        }
        return created.build();
    }

    /** The documents, last posted first. */
    @GET
    public Map<String, Object> list(
            @QueryParam("limit") @DefaultValue("50") int limit, @QueryParam("offset") @DefaultValue("0") int offset) {
        if (limit < 1 || limit > MOST_LISTED || offset < 0) {
            throw Refusal.badRequest("bad_page", "limit must be 1 to %d and offset at least 0.".formatted(MOST_LISTED));
        }
        List<DocumentInfo> all = knowledge.list(caller.get().tenant());
        return Map.of(
                "documents", all.stream().skip(offset).limit(limit).toList(),
                "total", all.size(),
                "complete", knowledge.isReady());
    }

    /** A document with its text. */
    @GET
    @Path("/{id}")
    public DocumentInfo read(@PathParam("id") String id) {
        return knowledge.read(caller.get().tenant(), id).orElseThrow(() -> missing(id));
    }

    /** Removes a document; it is found no more. */
    @DELETE
    @Path("/{id}")
    public Response delete(@PathParam("id") String id) {
        String tenant = caller.get().tenant();
        if (knowledge.find(tenant, id).isEmpty()) {
            throw missing(id);
        }
        knowledge.remove(tenant, id);
        return Response.noContent().build();
    }

    private Refusal missing(String id) {
        if (!knowledge.isReady()) {
            return new Refusal(
                    503,
                    "index_rebuilding",
                    "Service unavailable",
                    "The index is being rebuilt after a start; whether the document exists is known in a moment.",
                    Map.of("Retry-After", "1"));
        }
        return Refusal.notFound("document", id.length() > 200 ? id.substring(0, 200) : id);
    }

    private Document checked(String tenant, @Nullable DocumentRequest request) {
        String text = request == null ? null : request.text();
        if (request == null || text == null || text.isBlank()) {
            throw Refusal.badRequest(
                    "missing_text",
                    "The field 'text' is missing or blank. Send {\"title\": \"...\", \"text\": \"...\"}.");
        }
        long size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size > largest) {
            throw new Refusal(
                    413,
                    "document_too_large",
                    "Document too large",
                    "The text has %d bytes; a document has at most %d. Split it.".formatted(size, largest));
        }
        String id = request.id();
        if (id != null && !ID.matcher(id).matches()) {
            throw Refusal.badRequest(
                    "bad_document_id", "An id has 1 to 200 letters, digits or . _ ~ : @ + -. Leave it out to get one.");
        }
        String title = request.title() == null || request.title().isBlank() ? firstLine(text) : request.title();
        String url = request.url();
        if (title.length() > LONGEST_TITLE || (url != null && url.length() > LONGEST_URL)) {
            throw Refusal.badRequest(
                    "field_too_long",
                    "A title has at most %d characters, a url %d.".formatted(LONGEST_TITLE, LONGEST_URL));
        }
        return new Document(Document.SCHEMA, tenant, id == null ? Ids.next() : id, title, url, text, clock.instant());
    }

    private static String firstLine(String text) {
        String line = text.strip()
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("^#+\\s*", "")
                .strip();
        return line.length() > 80 ? line.substring(0, 79) + "…" : line;
    }
}
