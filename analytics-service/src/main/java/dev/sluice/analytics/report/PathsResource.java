package dev.sluice.analytics.report;

import dev.sluice.kit.identity.Pseudonyms;
import dev.sluice.kit.problem.Refusal;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What users did, one by one and together, for the caller's tenant. */
@Path("/analytics")
@Blocking
class PathsResource {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.]{0,63}");
    private static final int MOST_STEPS = 1_000;
    private static final int LONGEST_ID = 200;
    private static final int USUAL_DAYS = 30;

    private final Desk desk;
    private final Pseudonyms pseudonyms;

    PathsResource(Desk desk, Pseudonyms pseudonyms) {
        this.desk = desk;
        this.pseudonyms = pseudonyms;
    }

    /** What one user did, by the id the client calls it; a session's id is taken too. */
    @GET
    @Path("/users/{id}/journey")
    public Journey journey(
            @RestPath String id,
            @RestQuery @DefaultValue("200") String limit,
            @RestQuery @Nullable String from,
            @RestQuery @Nullable String to) {
        if (id.isBlank() || id.length() > LONGEST_ID) {
            throw Refusal.badRequest("bad_user", "The user's id is blank or longer than %d.".formatted(LONGEST_ID));
        }
        long steps = Desk.number("limit", limit, 1, MOST_STEPS);
        String pseudonym = pseudonyms.of(desk.tenant(), id);
        return desk.answer(desk.days(from, to, USUAL_DAYS), question -> Journey.of(question, pseudonym, id, steps));
    }

    /** How many users took steps in order, such as {@code page_view,query_submitted,positive_feedback}. */
    @GET
    @Path("/funnel")
    public Funnel funnel(
            @RestQuery @Nullable String steps,
            @RestQuery @DefaultValue("1d") String window,
            @RestQuery @Nullable String from,
            @RestQuery @Nullable String to) {
        List<String> names = steps == null ? List.of() : List.of(steps.split(",", -1));
        if (names.size() < 2
                || names.size() > Funnel.MOST_STEPS
                || !names.stream().allMatch(name -> NAME.matcher(name).matches())) {
            throw Refusal.badRequest(
                    "bad_steps",
                    "Parameter 'steps' is not a list of 2 to %d event names such as page_view,query_submitted."
                            .formatted(Funnel.MOST_STEPS));
        }
        Duration within = Period.width("window", window);
        return desk.answer(desk.days(from, to, USUAL_DAYS), question -> Funnel.of(question, names, within));
    }

    /** How many users of each day or week come back. */
    @GET
    @Path("/retention")
    public Retention retention(
            @RestQuery @DefaultValue("day") String by,
            @RestQuery @Nullable String from,
            @RestQuery @Nullable String to) {
        int days = switch (by) {
            case "day" -> 1;
            case "week" -> 7;
            default -> throw Refusal.badRequest("bad_by", "Parameter 'by' is neither day nor week.");
        };
        return desk.answer(desk.days(from, to, USUAL_DAYS), question -> Retention.of(question, by, days));
    }
}
