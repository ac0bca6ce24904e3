package dev.sluice.contracts.experiments;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's experiment as it stands on {@code sluice.control} under {@link #key()}: what is compared, by whom it is
 * decided, and what became of it.
 *
 * @param tenant whose calls take part
 * @param name its name among the tenant's experiments
 * @param about what it shall find out, in words; absent if nobody said
 * @param model the model or route whose calls take part; absent means every chat
 * @param unit what keeps its variant
 * @param traffic the part of the units that take part, above 0, at most 1
 * @param variants the control first
 * @param metric what decides
 * @param guardrails what must not get worse
 * @param method how it is judged
 * @param state where it stands
 * @param definedAt when it was defined
 * @param startedAt when it began; absent before
 * @param endedAt when it was stopped or rolled back; absent before
 * @param history who did what to it, oldest first
 * @param rollBackTo what calls get once it was rolled back; absent means {@link RollBackTo#USUAL}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Experiment(
        String tenant,
        String name,
        @Nullable String about,
        @Nullable String model,
        Unit unit,
        double traffic,
        List<Variant> variants,
        String metric,
        List<Guardrail> guardrails,
        Method method,
        State state,
        Instant definedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        List<Change> history,
        @Nullable RollBackTo rollBackTo) {

    /** The first part of the keys of its records. */
    public static final String KIND = "experiment";

    /** What the names of the event's props that tell exposures begin with; the experiment's name follows. */
    public static final String EXPOSURE = "exp.";

    public Experiment {
        variants = List.copyOf(variants);
        guardrails = List.copyOf(guardrails);
        history = List.copyOf(history);
    }

    /** The key of its record on {@code sluice.control}. */
    public String key() {
        return KIND + '/' + id();
    }

    /** Its name among all tenants' experiments: what assignments are drawn by. */
    public String id() {
        return tenant + '/' + name;
    }

    /** Whether calls take part in it now. */
    public boolean running() {
        return state == State.RUNNING;
    }

    /** Whether all calls it is about get its control now, since a variant did harm. */
    public boolean holds() {
        return state == State.ROLLED_BACK && rollBackTo == RollBackTo.CONTROL;
    }

    /** What calls get once an experiment was rolled back. */
    public enum RollBackTo {
        /** What they would get if there had been no experiment. */
        @JsonProperty("usual")
        USUAL,
        /** The control, all of them, until the experiment is deleted. */
        @JsonProperty("control")
        CONTROL
    }

    /** What keeps its variant. */
    public enum Unit {
        /** The caller's {@code x-sluice-session}; calls without one take no part. */
        @JsonProperty("conversation")
        CONVERSATION,
        /** The API key; calls without one take no part. */
        @JsonProperty("key")
        KEY
    }

    /** Where an experiment stands. */
    public enum State {
        @JsonProperty("draft")
        DRAFT,
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("stopped")
        STOPPED,
        @JsonProperty("rolled_back")
        ROLLED_BACK
    }

    /**
     * One of the things compared. What is absent stays as it is without the experiment.
     *
     * @param name its name
     * @param weight its share among the weights, at least 1
     * @param model the model or route that is asked instead
     * @param cache {@code off}, {@code exact}, {@code semantic} or {@code faq}
     * @param optimize {@code off}, {@code light}, {@code medium}, {@code aggressive} or {@code auto}
     * @param template the version of a template that is filled
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Variant(
            String name,
            int weight,
            @Nullable String model,
            @Nullable String cache,
            @Nullable String optimize,
            @Nullable Template template) {}

    /**
     * A version of a prompt template. Only calls that name the template and no version take part.
     *
     * @param name what the template is called
     * @param version its number, from 1
     */
    public record Template(String name, int version) {}

    /**
     * A metric that no variant may make worse.
     *
     * @param metric its name
     * @param tolerated how much worse is tolerated, as a part of the control's value
     */
    public record Guardrail(String metric, double tolerated) {}

    /**
     * How it is judged.
     *
     * @param kind at one look or at any
     * @param units how many units it takes: planned before the one look, or at which the looks shall be sharpest
     * @param alpha chance of finding what is not there
     */
    public record Method(Kind kind, long units, double alpha) {

        /** How often may be looked. */
        public enum Kind {
            @JsonProperty("fixed_horizon")
            FIXED_HORIZON,
            @JsonProperty("always_valid")
            ALWAYS_VALID
        }
    }

    /**
     * What somebody did.
     *
     * @param at when
     * @param by the key's public id, {@code guardrail}, or the administrator
     * @param state what it was from then on
     * @param because why, in words; absent if nobody said
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Change(
            Instant at, String by, State state, @Nullable String because) {}

    /** The same, of which all calls get the control once it was rolled back. */
    public Experiment toControl() {
        return changed(state, startedAt, endedAt, history, RollBackTo.CONTROL);
    }

    /** The same in another state. */
    public Experiment with(Change change) {
        var longer = new ArrayList<>(history);
        longer.add(change);
        boolean starts = change.state == State.RUNNING;
        return changed(change.state, starts ? change.at : startedAt, starts ? null : change.at, longer, rollBackTo);
    }

    private Experiment changed(
            State to,
            @Nullable Instant started,
            @Nullable Instant ended,
            List<Change> changes,
            @Nullable RollBackTo back) {
        return new Experiment(
                tenant,
                name,
                about,
                model,
                unit,
                traffic,
                variants,
                metric,
                guardrails,
                method,
                to,
                definedAt,
                started,
                ended,
                changes,
                back);
    }
}
