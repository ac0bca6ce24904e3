package dev.sluice.analytics.trials;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contracts.experiments.Experiment;
import dev.sluice.contracts.experiments.Experiment.Guardrail;
import dev.sluice.contracts.experiments.Experiment.Method;
import dev.sluice.contracts.experiments.Experiment.RollBackTo;
import dev.sluice.contracts.experiments.Experiment.State;
import dev.sluice.contracts.experiments.Experiment.Unit;
import dev.sluice.contracts.experiments.Experiment.Variant;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An experiment as somebody wants it: {@code POST /analytics/experiments}. See docs/experiments.md.
 *
 * @param name its name
 * @param about what it shall find out
 * @param model whose calls take part; absent means every chat's
 * @param unit {@code conversation} (when absent) or {@code key}
 * @param traffic the part of the units that take part; all when absent
 * @param variants the control first
 * @param metric what decides
 * @param guardrails what must not get worse
 * @param method how it is judged; always valid when absent
 * @param rollBackTo {@code usual} (when absent) or {@code control}: what calls get after a roll-back
 */
@RegisterForReflection
public record Proposal(
        @Nullable String name,
        @Nullable String about,
        @Nullable String model,
        @Nullable String unit,
        @Nullable Double traffic,
        @Nullable List<Arm> variants,
        @Nullable String metric,
        @Nullable List<Rail> guardrails,
        @Nullable How method,
        @Nullable String rollBackTo) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
    private static final Set<String> TAKEN = Set.of("power", "metrics");
    private static final Set<String> CACHE = Set.of("off", "exact", "semantic", "faq");
    private static final Set<String> OPTIMIZE = Set.of("off", "light", "medium", "aggressive", "auto");
    private static final int LONGEST_ABOUT = 500;
    private static final int LONGEST_MODEL = 200;
    private static final int MOST_VARIANTS = 8;
    private static final int MOST_GUARDRAILS = 5;
    private static final int MOST_WEIGHT = 10_000;
    private static final double LEAST_TRAFFIC = 0.0001;
    private static final double MOST_TOLERATED = 10;
    private static final double LEAST_ALPHA = 0.0001;
    private static final double MOST_ALPHA = 0.2;
    private static final double USUAL_ALPHA = 0.05;
    private static final long USUAL_UNITS = 5_000;
    private static final long LEAST_UNITS = 100;
    private static final long MOST_UNITS = 1_000_000_000;

    /** A variant. */
    @RegisterForReflection
    public record Arm(
            @Nullable String name,
            @Nullable Integer weight,
            @Nullable String model,
            @Nullable String cache,
            @Nullable String optimize,
            @Nullable JsonNode template) {}

    /** A guardrail. */
    @RegisterForReflection
    public record Rail(@Nullable String metric, @Nullable Double tolerated) {}

    /** How it is judged. */
    @RegisterForReflection
    public record How(
            @JsonProperty("kind") @Nullable String kind,
            @Nullable Long units,
            @Nullable Double alpha) {}

    /**
     * The experiment.
     *
     * @throws Refusal 400 that says which field makes no sense, and what would
     */
    Experiment of(String tenant, String by, Instant now) {
        String called = named();
        List<Variant> arms = arms();
        return new Experiment(
                tenant,
                called,
                text("about", about, LONGEST_ABOUT),
                text("model", model, LONGEST_MODEL),
                read(unit),
                between("traffic", traffic == null ? 1 : traffic, LEAST_TRAFFIC, 1),
                arms,
                Measure.of("metric", metric).name(),
                rails(),
                read(method),
                State.DRAFT,
                now,
                null,
                null,
                List.of(new Experiment.Change(now, by, State.DRAFT, null)),
                backTo());
    }

    private @Nullable RollBackTo backTo() {
        return switch (rollBackTo) {
            case null -> null;
            case "usual" -> RollBackTo.USUAL;
            case "control" -> RollBackTo.CONTROL;
            default ->
                throw fault(
                        "rollBackTo",
                        "is 'usual' (calls are served as without the experiment) or 'control' (all of them get the control until the experiment is deleted)");
        };
    }

    private String named() {
        if (name == null || !NAME.matcher(name).matches() || TAKEN.contains(name)) {
            throw fault(
                    "name",
                    "is 1 to 63 of a-z, 0-9, - and _, begins with a letter or digit, and is not 'power' or 'metrics'");
        }
        return name;
    }

    private static Unit read(@Nullable String unit) {
        return switch (unit) {
            case null -> Unit.CONVERSATION;
            case "conversation" -> Unit.CONVERSATION;
            case "key" -> Unit.KEY;
            case "user" ->
                throw fault(
                        "unit",
                        "cannot be 'user', since calls do not tell one. Send your user's id as x-sluice-session and take 'conversation'");
            default -> throw fault("unit", "is 'conversation' (the caller's x-sluice-session) or 'key'");
        };
    }

    private List<Variant> arms() {
        if (variants == null || variants.size() < 2 || variants.size() > MOST_VARIANTS) {
            throw fault("variants", "are 2 to %d, the control first".formatted(MOST_VARIANTS));
        }
        List<Variant> arms = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < variants.size(); i++) {
            String place = "variants[%d]".formatted(i);
            Variant arm = arm(place, variants.get(i));
            if (!names.add(arm.name())) {
                throw fault(place + ".name", "is another variant's too");
            }
            arms.add(arm);
        }
        Versions.agree(arms);
        Variant control = arms.getFirst();
        for (int i = 1; i < arms.size(); i++) {
            if (same(control, arms.get(i)) && arms.size() == 2 && !"a/a".equals(about)) {
                throw fault(
                        "variants[%d]".formatted(i),
                        "changes nothing against the control. Give it a model, a cache policy, a level of optimize or a version of a template; for a test of the test itself write \"about\": \"a/a\"");
            }
        }
        return List.copyOf(arms);
    }

    private static boolean same(Variant one, Variant other) {
        return Objects.equals(one.model(), other.model())
                && Objects.equals(one.cache(), other.cache())
                && Objects.equals(one.optimize(), other.optimize())
                && Objects.equals(one.template(), other.template());
    }

    private static Variant arm(String place, @Nullable Arm arm) {
        if (arm == null || arm.name() == null || !NAME.matcher(arm.name()).matches()) {
            throw fault(place + ".name", "is 1 to 63 of a-z, 0-9, - and _");
        }
        int weight = arm.weight() == null ? 1 : arm.weight();
        if (weight < 1 || weight > MOST_WEIGHT) {
            throw fault(place + ".weight", "is a whole number from 1 to %d".formatted(MOST_WEIGHT));
        }
        return new Variant(
                arm.name(),
                weight,
                text(place + ".model", arm.model(), LONGEST_MODEL),
                word(place + ".cache", arm.cache(), CACHE),
                word(place + ".optimize", arm.optimize(), OPTIMIZE),
                Versions.read(place + ".template", arm.template()));
    }

    private List<Guardrail> rails() {
        List<Guardrail> rails = new ArrayList<>();
        List<Rail> wanted = guardrails == null ? List.of() : guardrails;
        if (wanted.size() > MOST_GUARDRAILS) {
            throw fault("guardrails", "are %d at most".formatted(MOST_GUARDRAILS));
        }
        for (int i = 0; i < wanted.size(); i++) {
            Rail rail = wanted.get(i);
            String place = "guardrails[%d]".formatted(i);
            Measure measure = Measure.of(place + ".metric", rail == null ? null : rail.metric());
            double tolerated = rail == null || rail.tolerated() == null ? 0 : rail.tolerated();
            rails.add(new Guardrail(measure.name(), between(place + ".tolerated", tolerated, 0, MOST_TOLERATED)));
        }
        return rails;
    }

    private static Method read(@Nullable How method) {
        How how = method == null ? new How(null, null, null) : method;
        double alpha =
                between("method.alpha", how.alpha() == null ? USUAL_ALPHA : how.alpha(), LEAST_ALPHA, MOST_ALPHA);
        Method.Kind kind = switch (how.kind()) {
            case null -> Method.Kind.ALWAYS_VALID;
            case "always_valid" -> Method.Kind.ALWAYS_VALID;
            case "fixed_horizon" -> Method.Kind.FIXED_HORIZON;
            default -> throw fault("method.kind", "is 'always_valid' or 'fixed_horizon'");
        };
        if (kind == Method.Kind.FIXED_HORIZON && how.units() == null) {
            throw fault(
                    "method.units",
                    "is missing: a fixed horizon takes a number of units that was planned before. GET /analytics/experiments/power computes one");
        }
        long units = how.units() == null ? USUAL_UNITS : how.units();
        if (units < LEAST_UNITS || units > MOST_UNITS) {
            throw fault("method.units", "is a whole number from %d to %d".formatted(LEAST_UNITS, MOST_UNITS));
        }
        return new Method(kind, units, alpha);
    }

    private static double between(String place, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw fault(place, "is a number from %s to %s".formatted(least, most));
        }
        return value;
    }

    private static @Nullable String text(String place, @Nullable String text, int longest) {
        if (text != null && (text.isBlank() || text.length() > longest)) {
            throw fault(place, "is 1 to %d characters, or left out".formatted(longest));
        }
        return text;
    }

    private static @Nullable String word(String place, @Nullable String word, Set<String> words) {
        if (word != null && !words.contains(word)) {
            throw fault(
                    place,
                    "is one of " + String.join(", ", words.stream().sorted().toList()));
        }
        return word;
    }

    /** The refusal of a field that makes no sense. */
    static Refusal fault(String place, String what) {
        return Refusal.badRequest("bad_experiment", "%s %s. See docs/experiments.md.".formatted(place, what));
    }
}
