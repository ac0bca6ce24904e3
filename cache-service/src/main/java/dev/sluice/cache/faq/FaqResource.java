package dev.sluice.cache.faq;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cache.CacheConfig;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.problem.Refusal;
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
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The FAQ of the caller's tenant. */
@Path("/cache/faq")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "FAQ")
class FaqResource {

    private static final int MOST_LISTED = 1_000;

    private final Faqs faqs;
    private final FaqReader reader;
    private final FaqConfig config;
    private final int longestQuestion;
    private final CurrentCaller caller;

    FaqResource(Faqs faqs, ObjectMapper json, FaqConfig config, CacheConfig cache, CurrentCaller caller) {
        this.faqs = faqs;
        this.reader = new FaqReader(json);
        this.config = config;
        this.longestQuestion = cache.semantic().longestQuestion();
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Imports answers from a JSON array",
            description =
                    "Each item has question or questions, answer, and optionally id, model, category, ttlSeconds. An"
                            + " answer with a known id takes its place. All are imported or none.")
    public Faqs.Imported importArray(String body) {
        return take(reader.array(body));
    }

    @POST
    @Consumes({"application/x-ndjson", "application/jsonl", "application/x-jsonlines"})
    @Operation(summary = "Imports answers from JSON lines, one item a line")
    public Faqs.Imported importLines(String body) {
        return take(reader.lines(body));
    }

    @POST
    @Consumes("text/csv")
    @Operation(
            summary = "Imports answers from CSV",
            description = "The first line names the columns: question, answer, and optionally id, model, category,"
                    + " ttlSeconds. Rows with the same id, or the same answer, are phrasings of one answer; several in one"
                    + " field are parted by |.")
    public Faqs.Imported importCsv(String body) {
        return take(reader.csv(body));
    }

    private Faqs.Imported take(List<Given> given) {
        return faqs.take(tenant(), Given.answers(given, config, longestQuestion, Instant.now()));
    }

    @GET
    @Operation(summary = "The answers, and how confident a guess must be")
    public FaqViews.Listing list(@QueryParam("limit") @DefaultValue("100") int limit) {
        if (limit < 1 || limit > MOST_LISTED) {
            throw Refusal.badRequest(
                    "invalid_limit", "limit is %d; it must be between 1 and %d.".formatted(limit, MOST_LISTED));
        }
        Book book = faqs.show(tenant());
        List<FaqAnswer> answers = book.answers();
        double maxError = config.maxError();
        return new FaqViews.Listing(
                answers.subList(0, Math.min(limit, answers.size())),
                answers.size(),
                answers.stream().mapToInt(answer -> answer.questions().size()).sum(),
                book.sections().entrySet().stream()
                        .map(section -> new FaqViews.Trusted(
                                section.getKey().isEmpty() ? null : section.getKey(),
                                section.getValue().trials(),
                                maxError,
                                sensible(section.getValue().needed(maxError))))
                        .toList());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One answer with its phrasings")
    public FaqAnswer one(@PathParam("id") String id) {
        return faqs.show(tenant()).answers().stream()
                .filter(answer -> answer.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("FAQ answer", id));
    }

    @POST
    @Path("/match")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Tries a question: whether it would be answered, by what, and why")
    public FaqViews.Tried match(FaqViews.@Nullable Try tried) {
        String question = tried == null ? null : tried.question();
        if (tried == null || question == null || question.isBlank()) {
            throw Refusal.badRequest("missing_question", "The field 'question' is missing or blank.");
        }
        String model = tried.model() == null ? "" : tried.model();
        return faqs.read(tenant(), model, question, config.maxError())
                .map(FaqResource::tried)
                .orElseGet(FaqViews.Tried::nothing);
    }

    private static FaqViews.Tried tried(Section.Reading reading) {
        FaqAnswer answer = reading.answer();
        FaqAnswer guessed = reading.guessed();
        return new FaqViews.Tried(
                answer != null,
                reading.because(),
                answer == null ? null : answer.id(),
                answer == null ? null : answer.answer(),
                guessed == null ? answer == null ? null : answer.id() : guessed.id(),
                reading.phrasing(),
                reading.similarity(),
                reading.confidence(),
                sensible(reading.needed()));
    }

    private static @Nullable Double sensible(double needed) {
        return needed > 1 ? null : Double.valueOf(needed);
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Deletes one answer")
    public FaqViews.Deleted delete(@PathParam("id") String id) {
        int deleted = faqs.delete(tenant(), Set.of(id));
        if (deleted == 0) {
            throw Refusal.notFound("FAQ answer", id);
        }
        return new FaqViews.Deleted(deleted);
    }

    @DELETE
    @Operation(summary = "Deletes all answers")
    public FaqViews.Deleted clear() {
        return new FaqViews.Deleted(faqs.clear(tenant()));
    }

    private String tenant() {
        return caller.get().tenant();
    }
}
