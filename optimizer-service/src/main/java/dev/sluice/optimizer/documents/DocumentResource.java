package dev.sluice.optimizer.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.kit.streaming.EventStream;
import dev.sluice.optimizer.documents.DocumentType.Section;
import dev.sluice.optimizer.documents.Writer.NoWriter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** {@code /optimize/documents}. */
@Path("/optimize/documents")
@RunOnVirtualThread
class DocumentResource {

    private static final int LONGEST = 20_000;

    private final Map<String, DocumentType> types = DocumentType.all();
    private final Writer writer;
    private final DocumentsConfig config;
    private final ObjectMapper json;
    private final CurrentCaller caller;
    private final Semaphore places;

    DocumentResource(Writer writer, DocumentsConfig config, ObjectMapper json, CurrentCaller caller) {
        this.writer = writer;
        this.config = config;
        this.json = json;
        this.caller = caller;
        this.places = new Semaphore(config.atOnce());
    }

    /**
     * What is to be written.
     *
     * @param brief what it is about: words, or JSON such as a product with its type, category, requirements and region
     * @param model the model, or a route, that writes; absent means the configured one
     * @param sections the sections wanted, in their usual order; absent means all
     */
    @RegisterForReflection
    public record Order(
            @Nullable JsonNode brief,
            @Nullable String model,
            @Nullable List<String> sections) {}

    @RegisterForReflection
    private record Begun(String type, String title, List<String> sections) {}

    @RegisterForReflection
    private record Step(String section, int number, int of, int percent) {}

    @RegisterForReflection
    private record Written(String section, String title, JsonNode content, int attempts) {}

    @RegisterForReflection
    private record Broken(String section, String code, String detail) {}

    @RegisterForReflection
    private record Done(int sections, int of, boolean complete) {}

    /** The kinds of documents with their sections and shapes. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Collection<DocumentType> types() {
        return types.values();
    }

    /**
     * Writes a document: {@code start}, then for each section {@code progress} and {@code section} or {@code error}, then
     * {@code done}. Without a model that answers there is an {@code error} and a {@code done} that says what is missing.
     */
    @POST
    @Path("/{type}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({"text/event-stream", "application/problem+json"})
    public Response write(@PathParam("type") String name, @Nullable Order order, @Context RoutingContext route) {
        DocumentType type = types.get(name);
        if (type == null) {
            throw new Refusal(
                    404,
                    "no_such_type",
                    "Not there",
                    "There are documents of type %s.".formatted(String.join(", ", types.keySet())));
        }
        String brief = brief(order);
        List<Section> wanted = wanted(type, order == null ? null : order.sections());
        String model = order != null && order.model() != null
                ? order.model()
                : config.model().orElse("");
        if (model.isBlank()) {
            throw Refusal.badRequest(
                    "no_model",
                    "No model writes documents here. Name one, or a route, in 'model', or set sluice.optimizer.documents.model.");
        }
        if (!places.tryAcquire()) {
            throw new Refusal(
                    503,
                    "documents_busy",
                    "Busy",
                    "%d documents are being written already. Try again in a minute.".formatted(config.atOnce()),
                    Map.of("Retry-After", "60"));
        }
        route.addEndHandler(ended -> places.release());
        Caller who = caller.get();
        var begun = new Begun(name, type.title(), names(wanted));
        return EventStream.of(
                route, stream -> write(new Document(type, brief, json), begun, wanted, model, who, stream));
    }

    private void write(
            Document document, Begun begun, List<Section> wanted, String model, Caller who, EventStream stream)
            throws IOException, InterruptedException {
        send(stream, "start", begun);
        int written = 0;
        for (int at = 0; at < wanted.size(); at++) {
            Section section = wanted.get(at);
            send(stream, "progress", new Step(section.name(), at + 1, wanted.size(), 100 * at / wanted.size()));
            try {
                written += section(document, section, model, who, stream) ? 1 : 0;
            } catch (NoWriter e) {
                // Who does not answer for this section will not for the next.
                send(stream, "error", new Broken(section.name(), e.code(), e.why()));
                break;
            }
        }
        send(stream, "done", new Done(written, wanted.size(), written == wanted.size()));
    }

    private boolean section(Document document, Section section, String model, Caller who, EventStream stream)
            throws NoWriter, IOException, InterruptedException {
        String answer = writer.write(model, document.ask(section), who, stream::beat);
        Document.Checked checked = document.check(section, answer);
        int attempts = 1;
        if (!checked.faults().isEmpty()) {
            attempts++;
            answer = writer.write(model, document.askAgain(section, answer, checked.faults()), who, stream::beat);
            checked = document.check(section, answer);
        }
        JsonNode content = checked.content();
        if (content == null || !checked.faults().isEmpty()) {
            send(
                    stream,
                    "error",
                    new Broken(
                            section.name(),
                            "section_misshapen",
                            "The model's answer has not the shape, twice: " + String.join("; ", checked.faults())));
            return false;
        }
        document.accept(section, content);
        send(stream, "section", new Written(section.name(), section.title(), content, attempts));
        return true;
    }

    private void send(EventStream stream, String name, Object data) throws IOException {
        stream.send(name, null, json.writeValueAsString(data));
    }

    private static String brief(@Nullable Order order) {
        JsonNode brief = order == null ? null : order.brief();
        String text = brief == null || brief.isNull() ? "" : brief.isTextual() ? brief.asText() : brief.toString();
        if (text.isBlank() || text.length() > LONGEST) {
            throw Refusal.badRequest(
                    "invalid_brief",
                    "'brief' has %d characters; send 1 to %d: what the document is about, as text or JSON."
                            .formatted(text.length(), LONGEST));
        }
        return text;
    }

    private static List<Section> wanted(DocumentType type, @Nullable List<String> names) {
        if (names == null) {
            return type.sections();
        }
        List<String> known = names(type.sections());
        if (names.isEmpty() || !known.containsAll(names)) {
            throw Refusal.badRequest(
                    "invalid_sections", "'sections' must name some of %s.".formatted(String.join(", ", known)));
        }
        return type.sections().stream()
                .filter(section -> names.contains(section.name()))
                .toList();
    }

    private static List<String> names(List<Section> sections) {
        return sections.stream().map(Section::name).toList();
    }
}
