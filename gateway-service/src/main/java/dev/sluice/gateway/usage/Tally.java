package dev.sluice.gateway.usage;

import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.answer.Answer;
import dev.sluice.gateway.answer.Tokens;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The account sheet of one request: what the steps of the journey write down, and {@link Account} settles. */
public final class Tally {

    final Caller caller;
    final Event.Kind kind;
    final Event.Origin origin;
    final long startedAt = System.nanoTime();

    String model = "unknown";
    boolean stream;

    @Nullable
    String route;

    @Nullable
    String provider;

    @Nullable
    String modelUsed;

    boolean priced = true;
    int status;

    @Nullable
    String error;

    int attempts;
    long waitedNanos;
    long firstByteAt;

    String outcome = "BYPASS";

    @Nullable
    String layer;

    @Nullable
    Double similarity;

    @Nullable
    Answer answer;

    Event.@Nullable OptimizeNote optimized;
    Supplier<String> prompt = () -> "";
    long promptLength;

    @Nullable
    ObjLongConsumer<@Nullable Tokens> onSettled;

    final Map<String, String> notes = new TreeMap<>();

    private final TreeSet<String> degraded = new TreeSet<>();
    private boolean settled;

    /** Begins the sheet of a request whose caller is known. */
    public Tally(Caller caller, Event.Kind kind, Event.Origin origin) {
        this.caller = caller;
        this.kind = kind;
        this.origin = origin;
    }

    /** The sheet of a call that is made beside this one, of the same request. */
    public Tally beside() {
        Tally other = new Tally(caller, kind, origin);
        other.model = model;
        other.stream = stream;
        other.promptLength = promptLength;
        other.prompt = prompt;
        return other;
    }

    /** What was asked for. */
    public void asked(String model, boolean stream) {
        this.model = model;
        this.stream = stream;
    }

    /** What was asked for; {@code unknown} until that is known. */
    public String model() {
        return model;
    }

    /** The prompt, for counting if nobody else did; called at most once, off the event loop if long. */
    public void prompt(long length, Supplier<String> text) {
        this.promptLength = length;
        this.prompt = text;
    }

    /**
     * Who serves it.
     *
     * @param priced false where tokens cost nothing
     */
    public void routed(String route, String provider, String modelUsed, boolean priced) {
        this.route = route;
        this.provider = provider;
        this.modelUsed = modelUsed;
        this.priced = priced;
    }

    /** What the cache decided: HIT, SEMANTIC, JOINED, MISS or BYPASS. */
    public void cache(String outcome, @Nullable String layer, @Nullable Double similarity) {
        this.outcome = outcome;
        this.layer = layer;
        this.similarity = similarity;
    }

    /** The caller's session as the event tells it; null if there is none. */
    public @Nullable String session() {
        return origin.sessionId();
    }

    /** A small extra fact for the event, such as the variant of an experiment. */
    public void note(String name, String value) {
        notes.put(name, value);
    }

    /** A helper was slow or away. */
    public void degraded(String helper) {
        degraded.add(helper);
    }

    /** Helpers that were slow or away, separated by commas; empty if none. */
    public String degraded() {
        return String.join(",", degraded);
    }

    /** What the optimiser did; null if nothing. */
    public void optimized(Event.@Nullable OptimizeNote note) {
        optimized = note;
    }

    /** What the upstream did so far. */
    public void upstream(int attempts, long waitedNanos) {
        this.attempts = attempts;
        this.waitedNanos = waitedNanos;
    }

    /** An upstream answered with success: from here on tokens are spent. */
    public void reached(Answer answer) {
        this.answer = answer;
    }

    /** What a cached answer holds: nothing is spent. */
    public void recalled(Answer answer) {
        this.answer = answer;
    }

    /** The client gets its first byte now. */
    public void firstByte() {
        if (firstByteAt == 0) {
            firstByteAt = System.nanoTime();
        }
    }

    /**
     * Who wants to know what was spent, once that is known: tokens, null when none were, and nano-USD. Called once, on
     * any thread; at once if the sheet was settled before, as when the client has left meanwhile.
     */
    public void onSettled(ObjLongConsumer<@Nullable Tokens> listener) {
        if (settled) {
            listener.accept(null, 0);
        } else {
            onSettled = listener;
        }
    }

    /** How it ended for the client. */
    public void ended(int status, @Nullable String error) {
        this.status = status;
        this.error = error;
    }

    /** The part of the time until now that was our own, in nanoseconds. */
    public long overheadNanos() {
        return Math.max(0, (firstByteAt == 0 ? System.nanoTime() : firstByteAt) - startedAt - waitedNanos);
    }

    /** HIT, SEMANTIC, JOINED, MISS or BYPASS. */
    public String outcome() {
        return outcome;
    }

    /** Tokens as the provider counted them; null if it did not. */
    public @Nullable Tokens told() {
        return answer == null ? null : answer.tokens();
    }

    /** True once. */
    boolean settle() {
        boolean first = !settled;
        settled = true;
        return first;
    }
}
