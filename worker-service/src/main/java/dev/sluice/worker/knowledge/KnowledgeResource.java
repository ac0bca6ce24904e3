package dev.sluice.worker.knowledge;

import dev.sluice.contracts.knowledge.DocumentRequest;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.problem.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** The tenant's documents: post, list, read, delete. */
@Path("/knowledge/documents")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class KnowledgeResource {

    private static final int MOST_LISTED = 200;

    private final KnowledgeBase knowledge;
    private final CurrentCaller caller;
    private final Posted posted;

    KnowledgeResource(KnowledgeBase knowledge, CurrentCaller caller, Clock clock, KnowledgeConfig config) {
        this.knowledge = knowledge;
        this.caller = caller;
        this.posted = new Posted(clock, config.largestDocument().asLongValue());
    }

    /** Keeps a document; 201 once Kafka has it, and then it can be found at once. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response post(@Nullable DocumentRequest request) {
        return keep(posted.checked(
                caller.get().tenant(), request == null ? new DocumentRequest(null, null, null, null, null) : request));
    }

    /** As the JSON form, from a document as it is: the body is the document, the rest are parameters. */
    @POST
    @Consumes({
        MediaType.TEXT_PLAIN,
        "text/markdown",
        MediaType.TEXT_HTML,
        "application/xhtml+xml",
        "application/pdf",
        MediaType.APPLICATION_OCTET_STREAM
    })
    public Response post(
            byte[] body,
            @HeaderParam("content-type") @Nullable String contentType,
            @QueryParam("name") @Nullable String fileName,
            @QueryParam("id") @Nullable String id,
            @QueryParam("title") @Nullable String title,
            @QueryParam("url") @Nullable String url,
            @QueryParam("label") List<String> labels) {
        return keep(posted.read(
                caller.get().tenant(), body, contentType, fileName, new Posted.About(id, title, url, labels)));
    }

    /** As the form with a body, from a form with a field {@code file}. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response post(
            @RestForm("file") @Nullable FileUpload file,
            @RestForm @Nullable String id,
            @RestForm @Nullable String title,
            @RestForm @Nullable String url,
            @RestForm("label") List<String> labels)
            throws IOException {
        if (file == null) {
            throw Refusal.badRequest("missing_file", "The form has no field 'file'. Send one: curl -F file=@guide.pdf");
        }
        return keep(posted.read(
                caller.get().tenant(),
                Files.readAllBytes(file.uploadedFile()),
                file.contentType(),
                file.fileName(),
                new Posted.About(id, title, url, labels)));
    }

    private Response keep(Document document) {
        boolean visible = knowledge.put(document);
        Response.ResponseBuilder created = Response.status(Response.Status.CREATED)
                .header("location", "/knowledge/documents/" + document.id())
                .entity(knowledge.find(document.tenant(), document.id()).orElseGet(() -> DocumentInfo.of(document, 0)));
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
}
