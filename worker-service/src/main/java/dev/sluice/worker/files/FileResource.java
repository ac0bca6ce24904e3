package dev.sluice.worker.files;

import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.openai.OpenAiErrors;
import dev.sluice.worker.openai.Pages;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The tenant's files: list, look, read, delete. {@link UploadRoute} takes them in. */
@Path("/v1/files")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class FileResource {

    private static final int MOST_LISTED = 10_000;
    private static final Duration CURRENT_WITHIN = Duration.ofSeconds(3);

    private final FileStore store;
    private final FileUse use;
    private final CurrentCaller caller;
    private final Clock clock;

    FileResource(FileStore store, FileUse use, CurrentCaller caller, Clock clock) {
        this.store = store;
        this.use = use;
        this.caller = caller;
        this.clock = clock;
    }

    /** The files, newest first unless asked otherwise. */
    @GET
    public Map<String, Object> list(
            @QueryParam("purpose") @Nullable String purpose,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("order") @Nullable String order,
            @QueryParam("after") @Nullable String after) {
        if (order != null && !order.equals("asc") && !order.equals("desc")) {
            throw Refusal.badRequest("bad_order", "order must be 'asc' or 'desc'.");
        }
        int atMost = Pages.limit(limit, MOST_LISTED, MOST_LISTED);
        ready();
        Instant now = clock.instant();
        return Pages.of(
                store.of(caller.get().tenant()),
                file -> now.isBefore(file.expiresAt()) && (purpose == null || purpose.equals(file.purpose())),
                !"asc".equals(order),
                after,
                atMost,
                FileView::of);
    }

    /** One file. */
    @GET
    @Path("/{id}")
    public Map<String, Object> look(@PathParam("id") String id) {
        return FileView.of(find(id));
    }

    /** The bytes of a file. */
    @GET
    @Path("/{id}/content")
    @Produces(MediaType.WILDCARD)
    public Response content(@PathParam("id") String id) {
        StoredFile file = find(id);
        StreamingOutput body = out -> {
            try (InputStream in = store.open(file, 0)) {
                in.transferTo(out);
            }
        };
        return Response.ok(body, MediaType.APPLICATION_OCTET_STREAM)
                .header("content-length", file.bytes())
                .header("content-disposition", "attachment; filename=\"" + ascii(file.name()) + "\"")
                .build();
    }

    /** Removes a file, unless a batch still reads it. */
    @DELETE
    @Path("/{id}")
    public Map<String, Object> delete(@PathParam("id") String id) {
        StoredFile file = find(id);
        if (use.isUsed(file.tenant(), file.id())) {
            throw new Refusal(
                    409,
                    "file_in_use",
                    "Conflict",
                    "A batch that is not over reads this file. Cancel the batch with POST /v1/batches/{id}/cancel, or wait until it is over.");
        }
        try {
            store.delete(file);
        } catch (FilesAway e) {
            throw FileIntake.away();
        }
        return Map.of("id", file.id(), "object", "file", "deleted", true);
    }

    @ServerExceptionMapper
    Response refused(Refusal refusal) {
        return OpenAiErrors.response(refusal);
    }

    /** The caller's file; another tenant's is as missing as one that never was. */
    private StoredFile find(String id) {
        String tenant = caller.get().tenant();
        return store.find(tenant, id)
                .or(() -> {
                    ready();
                    return store.find(tenant, id);
                })
                .orElseThrow(() -> Refusal.notFound("file", id.length() > 60 ? id.substring(0, 60) + "…" : id));
    }

    private void ready() {
        if (!store.awaitCurrent(CURRENT_WITHIN)) {
            throw new Refusal(
                    503,
                    "files_rebuilding",
                    "Service unavailable",
                    "The list of files is being read after a start, or Kafka is away. Ask again in a moment.",
                    Map.of("Retry-After", "1"));
        }
    }

    private static String ascii(String name) {
        return name.replaceAll("[^\\x20-\\x7E]", "_");
    }
}
