package dev.sluice.optimizer.templates;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /optimize/templates}. */
@Path("/optimize/templates")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class TemplateResource {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final int MOST_WEIGHT = 10_000;

    private final Library library;
    private final CurrentCaller caller;

    TemplateResource(Library library, CurrentCaller caller) {
        this.library = library;
        this.caller = caller;
    }

    /** A template in a list: its newest version and how many there are. */
    @RegisterForReflection
    public record Line(
            String name,
            int version,
            int versions,
            @Nullable String note) {}

    /** A template with all its versions. */
    @RegisterForReflection
    public record Whole(String name, Map<Integer, Integer> weights, Collection<Template> versions) {}

    /**
     * What is to be filled in.
     *
     * @param variables values by name
     * @param version the version to fill; absent lets product, weights and unit decide
     * @param product what the prompt is about
     * @param unit who is asking: the same unit gets the same version; absent means the caller's key
     */
    @RegisterForReflection
    public record Order(
            @Nullable Map<String, JsonNode> variables,
            @Nullable Integer version,
            @Nullable Product product,
            @Nullable String unit) {}

    /** A filled template; the text too, when the version is one user turn. */
    @RegisterForReflection
    public record Filled(
            String name,
            int version,
            List<ChatMessage> messages,
            @Nullable String text) {}

    /** The caller's templates, by name. */
    @GET
    public List<Line> list() {
        String tenant = caller.get().tenant();
        Shelf shelf = library.shelf();
        return shelf.newest(tenant).stream()
                .map(newest -> new Line(
                        newest.name(),
                        newest.version(),
                        shelf.versions(tenant, newest.name()).size(),
                        newest.note()))
                .toList();
    }

    /** Adds a version; the first one makes the template. */
    @POST
    @Path("/{name}")
    public Response add(@PathParam("name") String name, @Nullable Proposal proposal) {
        if (!NAME.matcher(name).matches()) {
            throw Refusal.badRequest(
                    "invalid_name",
                    "A template's name has 1 to 64 of a-z, 0-9, '.', '_' and '-', and begins with a letter or digit.");
        }
        if (proposal == null) {
            throw Refusal.badRequest("empty_body", "The body is empty. Send 'text' or 'messages', and 'variables'.");
        }
        return Response.status(Response.Status.CREATED)
                .entity(library.add(caller.get().tenant(), name, proposal))
                .build();
    }

    /** A template with all its versions and weights. */
    @GET
    @Path("/{name}")
    public Whole whole(@PathParam("name") String name) {
        String tenant = caller.get().tenant();
        return new Whole(name, library.shelf().head(tenant, name).weights(), versions(tenant, name));
    }

    /** One version. */
    @GET
    @Path("/{name}/versions/{version}")
    public Template version(@PathParam("name") String name, @PathParam("version") int version) {
        return one(versions(caller.get().tenant(), name), name, version);
    }

    /** Sets how often each version is chosen, as {@code {"1": 90, "2": 10}}; {@code {}} goes back to the newest. */
    @PUT
    @Path("/{name}/weights")
    public Head weigh(@PathParam("name") String name, @Nullable Map<Integer, Integer> weights) {
        String tenant = caller.get().tenant();
        Collection<Template> versions = versions(tenant, name);
        if (weights == null) {
            throw Refusal.badRequest("empty_body", "The body is empty. Send weights such as {\"1\": 90, \"2\": 10}.");
        }
        weights.forEach((version, weight) -> {
            one(versions, name, version);
            if (weight == null || weight < 0 || weight > MOST_WEIGHT) {
                throw Refusal.badRequest(
                        "invalid_weight",
                        "The weight of version %d is %s; send 0 to %d.".formatted(version, weight, MOST_WEIGHT));
            }
        });
        return library.weigh(tenant, name, weights);
    }

    /** Takes a template away with all versions. */
    @DELETE
    @Path("/{name}")
    public Map<String, Integer> remove(@PathParam("name") String name) {
        String tenant = caller.get().tenant();
        versions(tenant, name);
        return Map.of("removed", library.remove(tenant, name));
    }

    /** Fills a template. */
    @POST
    @Path("/{name}/render")
    public Filled render(@PathParam("name") String name, @Nullable Order order) {
        Caller who = caller.get();
        Order asked = order == null ? new Order(null, null, null, null) : order;
        Collection<Template> versions = versions(who.tenant(), name);
        Product product = asked.product() == null ? Product.NONE : asked.product();
        Template template = asked.version() != null
                ? one(versions, name, asked.version())
                : Choice.of(versions, library.shelf().head(who.tenant(), name), product, unit(asked, who))
                        .orElseThrow(() -> new Refusal(
                                404,
                                "no_variant",
                                "No variant",
                                (product.equals(Product.NONE)
                                                ? "Every version of '%s' is meant for some product. Name yours in 'product', or add one without 'for'."
                                                : "No version of '%s' is meant for this product. Add one without 'for'.")
                                        .formatted(name)));
        List<ChatMessage> messages =
                Rendering.of(template, Objects.requireNonNullElse(asked.variables(), Map.of()), product);
        boolean asText = messages.size() == 1 && messages.getFirst().role().equals("user");
        return new Filled(
                name, template.version(), messages, asText ? messages.getFirst().content() : null);
    }

    private static String unit(Order order, Caller caller) {
        if (order.unit() != null) {
            return order.unit();
        }
        return caller.keyId() == null ? "" : caller.keyId();
    }

    private Collection<Template> versions(String tenant, String name) {
        Collection<Template> versions = library.shelf().versions(tenant, name);
        if (versions.isEmpty()) {
            throw new Refusal(
                    404,
                    "no_template",
                    "Not there",
                    "There is no template '%s'. See GET /optimize/templates.".formatted(name));
        }
        return versions;
    }

    private static Template one(Collection<Template> versions, String name, int version) {
        return versions.stream()
                .filter(one -> one.version() == version)
                .findAny()
                .orElseThrow(() -> new Refusal(
                        404, "no_version", "Not there", "'%s' has no version %d.".formatted(name, version)));
    }
}
