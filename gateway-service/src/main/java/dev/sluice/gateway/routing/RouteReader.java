package dev.sluice.gateway.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.provider.Endpoint;
import dev.sluice.gateway.routing.AutoConfig.AutoChoice;
import dev.sluice.gateway.routing.Route.Auto;
import dev.sluice.gateway.routing.Route.Branch;
import dev.sluice.gateway.routing.Route.Experiment;
import dev.sluice.gateway.routing.Route.Share;
import dev.sluice.gateway.routing.Route.Split;
import dev.sluice.gateway.routing.Route.Stage;
import dev.sluice.gateway.routing.Route.Target;
import dev.sluice.gateway.routing.Route.Variant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a route from its JSON. Faults are {@link dev.sluice.kit.problem.Refusal}s that name the field. */
final class RouteReader {

    static final Duration ADVICE = Duration.ofMillis(50);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@/-]{0,199}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final int MOST_BRANCHES = 64;
    private static final int MOST_STAGES = 16;
    private static final int MOST_SHARES = 64;
    private static final int MOST_VARIANTS = 16;
    private static final double LARGEST_WEIGHT = 1_000_000;

    private RouteReader() {}

    /** The route of this name. */
    static Route read(String name, JsonNode json) {
        Fields fields = new Fields(json, "");
        String told = fields.text("name");
        if (told != null && !told.equals(name)) {
            throw Fields.wrong("name", "is not the name in the path. Leave it out, or write the same one");
        }
        if (!NAME.matcher(name).matches() || name.startsWith("shadow:")) {
            throw fields.fault(
                    "has a name that is not 1 to 200 letters, digits and . _ : @ / -, or begins with shadow:");
        }
        var route = new Route(
                name,
                fields.texts("tenants"),
                branches(fields),
                PolicyReader.policy(fields),
                PolicyReader.shadow(fields),
                PolicyReader.terms(fields));
        fields.done();
        return route;
    }

    private static List<Branch> branches(Fields route) {
        List<Branch> branches = route.list("branches", MOST_BRANCHES, (json, place) -> {
            var fields = new Fields(json, place);
            var branch = new Branch(when(fields), required(fields));
            fields.done();
            return branch;
        });
        Target only = target(route);
        if (only == null && branches.isEmpty()) {
            throw route.fault("leads nowhere. Give it branches, stages, an experiment or auto");
        }
        if (only == null) {
            return branches;
        }
        List<Branch> all = new ArrayList<>(branches);
        all.add(new Branch(When.ALWAYS, only));
        return all;
    }

    private static Target required(Fields branch) {
        Target target = target(branch);
        if (target == null) {
            throw branch.fault("leads nowhere. Give it stages, an experiment or auto");
        }
        return target;
    }

    private static @Nullable Target target(Fields fields) {
        List<Stage> stages = stages(fields);
        String experiment = fields.has("experiment") ? word(fields, "experiment") : null;
        List<Variant> variants = fields.list("variants", MOST_VARIANTS, RouteReader::variant);
        Auto auto = fields.has("auto") ? auto(fields.object("auto")) : null;
        int ways = (stages.isEmpty() ? 0 : 1) + (experiment == null ? 0 : 1) + (auto == null ? 0 : 1);
        if (ways > 1) {
            throw fields.fault("leads to more than one place. Give it either stages, or an experiment, or auto");
        }
        if ((experiment == null) != variants.isEmpty()) {
            throw fields.fault("has only one of experiment and variants. Write both");
        }
        if (variants.stream().map(Variant::name).distinct().count() < variants.size()) {
            throw fields.fault("has two variants of the same name");
        }
        return experiment != null
                ? new Experiment(experiment, variants)
                : auto != null ? auto : stages.isEmpty() ? null : new Split(stages);
    }

    private static Variant variant(JsonNode json, String place) {
        var fields = new Fields(json, place);
        List<Stage> stages = stages(fields);
        if (stages.isEmpty()) {
            throw fields.fault("has no stages");
        }
        var variant = new Variant(word(fields, "name"), weight(fields), stages);
        fields.done();
        return variant;
    }

    /** A name that travels in headers and events. */
    private static String word(Fields fields, String field) {
        String word = fields.required(field);
        if (!WORD.matcher(word).matches()) {
            throw Fields.wrong(fields.place(field), "is not 1 to 64 letters, digits and . _ : -");
        }
        return word;
    }

    private static Auto auto(Fields fields) {
        Duration deadline = fields.duration("deadline");
        AutoChoice otherwise = fields.word("default", AutoChoice.class);
        var auto = new Auto(
                fields.required("cheap"),
                fields.required("strong"),
                deadline == null ? ADVICE : deadline,
                otherwise != AutoChoice.CHEAP);
        fields.done();
        return auto;
    }

    private static List<Stage> stages(Fields fields) {
        return fields.list("stages", MOST_STAGES, RouteReader::stage);
    }

    /** A stage is a model's name, a share, or a list of them. */
    private static Stage stage(JsonNode json, String place) {
        if (!json.isArray()) {
            return new Stage(List.of(share(json, place)));
        }
        if (json.isEmpty() || json.size() > MOST_SHARES) {
            throw Fields.wrong(place, "does not hold 1 to %d models".formatted(MOST_SHARES));
        }
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            shares.add(share(json.get(i), "%s[%d]".formatted(place, i)));
        }
        return new Stage(shares);
    }

    private static Share share(JsonNode json, String place) {
        if (json.isTextual()) {
            return new Share(Fields.text(json, place), 1);
        }
        var fields = new Fields(json, place);
        var share = new Share(fields.required("model"), weight(fields));
        fields.done();
        return share;
    }

    private static double weight(Fields fields) {
        Double weight = fields.number("weight", 0, LARGEST_WEIGHT);
        if (weight != null && weight == 0) {
            throw Fields.wrong(fields.place("weight"), "is 0. Leave out what shall not be asked");
        }
        return weight == null ? 1 : weight;
    }

    private static When when(Fields branch) {
        Fields fields = branch.object("when");
        Fields tokens = fields.object("promptTokens");
        Set<Endpoint> endpoints = EnumSet.noneOf(Endpoint.class);
        fields.texts("endpoints")
                .forEach(word -> endpoints.add(Fields.word(word, fields.place("endpoints"), Endpoint.class)));
        var when = new When(
                fields.texts("tenants"),
                fields.texts("projects"),
                fields.texts("tags"),
                tokens.count("min"),
                tokens.count("max"),
                fields.flag("stream"),
                endpoints);
        tokens.done();
        fields.done();
        return when;
    }
}
