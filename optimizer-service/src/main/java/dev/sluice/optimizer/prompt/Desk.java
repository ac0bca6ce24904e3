package dev.sluice.optimizer.prompt;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.optimize.OptimizeFeedback;
import dev.sluice.contracts.optimize.OptimizeReply;
import dev.sluice.contracts.optimize.OptimizeReply.Arm;
import dev.sluice.contracts.optimize.OptimizeReply.Passed;
import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.optimizer.benefit.Benefits;
import dev.sluice.optimizer.feedback.FeedbackLog;
import dev.sluice.optimizer.feedback.Told;
import dev.sluice.optimizer.guard.Guards;
import dev.sluice.optimizer.guard.Retries;
import dev.sluice.optimizer.meaning.CacheMeaning;
import dev.sluice.optimizer.originals.OriginalStore;
import dev.sluice.optimizer.prompt.Books.Course;
import dev.sluice.optimizer.shorten.Rates;
import dev.sluice.optimizer.shorten.Shortened;
import dev.sluice.optimizer.shorten.Shortening;
import dev.sluice.optimizer.text.Tokenizer;
import dev.sluice.optimizer.text.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Serves a prompt: from memory, at once, or on a virtual thread. */
@ApplicationScoped
class Desk {

    private static final double NANOS_PER_MILLI = 1e6;

    private final OptimizerConfig config;
    private final Answers answers;
    private final Books books;
    private final ExecutorService threads;
    private final Tokens tokens = new Tokens();
    private final Shortening shortening;
    private final CacheMeaning meaning;
    private final OriginalStore originals;
    private final Benefits benefits;
    private final Guards guards;
    private final Retries retries;
    private final FeedbackLog feedbacks;
    private final AtomicLong inFlight = new AtomicLong();

    Desk(
            OptimizerConfig config,
            Answers answers,
            Books books,
            MeterRegistry meters,
            CacheMeaning meaning,
            OriginalStore originals,
            Benefits benefits,
            Guards guards,
            Retries retries,
            FeedbackLog feedbacks,
            @VirtualThreads ExecutorService threads) {
        this.config = config;
        this.answers = answers;
        this.books = books;
        this.meaning = meaning;
        this.originals = originals;
        this.benefits = benefits;
        this.guards = guards;
        this.retries = retries;
        this.feedbacks = feedbacks;
        this.threads = threads;
        this.shortening =
                new Shortening(tokens, new Rates(config.mediumKeeps(), config.aggressiveKeeps(), config.extractFrom()));
        meters.gauge("sluice.optimizer.in.flight.bytes", inFlight);
    }

    /** One prompt on its way, with who sent it, when and under which id. */
    private record Order(Asked asked, Answers.Key key, Caller caller, String requestId, long start) {

        long nanos() {
            return System.nanoTime() - start;
        }
    }

    /** The encoding is read from its file on first use; nobody's first prompt should wait for that. */
    void warmUp(@Observes StartupEvent start) {
        threads.execute(() -> tokens.count("warm"));
    }

    /** The reply to a prompt; fails with a 503 {@link Refusal} when too much is being shortened already. */
    Uni<OptimizeReply> serve(Asked asked, Caller caller, String requestId) {
        long start = System.nanoTime();
        Answers.Key draw = Answers.key(caller.tenant(), asked);
        var order = new Order(asked, draw, caller, requestId, start);
        Arm arm = guarded(order);
        if (arm == Arm.CONTROL) {
            return told(order, pass(order, Passed.CONTROL, arm), arm);
        }
        if (arm != null && guards.isOff(caller.tenant())) {
            return told(order, pass(order, Passed.ROLLED_BACK, null), null);
        }
        return told(order, shortened(order), arm);
    }

    private Uni<OptimizeReply> told(Order order, Uni<OptimizeReply> reply, @Nullable Arm arm) {
        Asked asked = order.asked();
        Uni<OptimizeReply> made = Tokenizer.of(asked.model()).countsAgain() ? reply.emitOn(threads) : reply;
        return made.map(one -> Replies.told(one, arm, asked)).invoke(one -> books.told(one, order.caller()));
    }

    /** The side of the quality guard that a prompt is on; absent without a unit, and where nothing can be lost. */
    private @Nullable Arm guarded(Order order) {
        String unit = order.asked().unit();
        if (unit == null || order.asked().wish().isLossless()) {
            return null;
        }
        String tenant = order.caller().tenant();
        Arm arm = guards.arm(tenant, unit);
        Arm before = retries.isRetry(tenant, unit, order.key().digest(), arm);
        if (before != null) {
            feedbacks.mention(Told.of(tenant, new OptimizeFeedback(before, false, "retry")));
        }
        return arm;
    }

    private Uni<OptimizeReply> shortened(Order order) {
        Asked asked = order.asked();
        Caller caller = order.caller();
        if (asked.wish().level() != Level.AUTO) {
            return serve(order);
        }
        Answers.Key draw = order.key();
        Level level = benefits.level(caller.tenant(), asked.bytes(), draw.hashCode(), asked.model());
        if (level == null) {
            return pass(order, Passed.BREAK_EVEN, null);
        }
        Asked at = asked.at(level);
        return serve(new Order(at, Answers.key(caller.tenant(), at), caller, order.requestId(), order.start()));
    }

    private Uni<OptimizeReply> pass(Order order, Passed why, @Nullable Arm arm) {
        return elsewhere(order, () -> {
            int count = order.asked().messages().stream()
                    .mapToInt(message -> tokens.count(message.content()))
                    .sum();
            return account(order, Replies.passed(order.asked(), count, why, arm), false, true);
        });
    }

    private Uni<OptimizeReply> serve(Order order) {
        OptimizeReply known = answers.find(order.key());
        if (known != null) {
            return Uni.createFrom().item(account(order, known, true, true));
        }
        return elsewhere(order, () -> fresh(order));
    }

    /** Small work that needs nobody else is done at once; who may have to wait may not do so on the event loop. */
    private Uni<OptimizeReply> elsewhere(Order order, Supplier<OptimizeReply> work) {
        Asked asked = order.asked();
        boolean alone = asked.wish().isLossless() || !meaning.isOffered();
        if (alone && asked.bytes() <= config.inlineUpTo().asLongValue()) {
            return Uni.createFrom().item(work.get());
        }
        if (inFlight.addAndGet(asked.bytes()) > config.inFlight().asLongValue()) {
            inFlight.addAndGet(-asked.bytes());
            throw new Refusal(
                    503,
                    "optimizer_busy",
                    "Busy",
                    "Too much text is being shortened right now. Send the prompt unoptimised, or try again in a second.",
                    Map.of("Retry-After", "1"));
        }
        return Uni.createFrom()
                .item(work)
                .runSubscriptionOn(threads)
                .onTermination()
                .invoke(() -> inFlight.addAndGet(-asked.bytes()));
    }

    private OptimizeReply fresh(Order order) {
        Asked asked = order.asked();
        Caller caller = order.caller();
        Duration patience = asked.patience();
        boolean hurried = patience != null && patience.compareTo(config.deadline()) < 0;
        long deadline = order.start() + (patience != null && hurried ? patience : config.deadline()).toNanos();
        BooleanSupplier late = () -> System.nanoTime() - deadline > 0;
        var understood = new AtomicBoolean(true);
        Shortened shortened = shortening.shorten(
                asked.messages(),
                asked.wish(),
                late,
                texts -> {
                    List<float[]> vectors = meaning.of(texts, caller, share(deadline - System.nanoTime()));
                    understood.set(vectors != null || !meaning.isOffered());
                    return vectors;
                },
                originals.of(caller.tenant()));
        OptimizeReply reply = Replies.of(asked, shortened, config.diffUpTo().asLongValue());
        // What was done without vectors may be done better the next time.
        if (shortened.complete() && understood.get() && !isSetAside(reply)) {
            answers.keep(order.key(), reply);
        }
        benefits.learn(
                caller.tenant(),
                asked.wish().level(),
                asked.bytes(),
                reply.tokensBefore() - reply.tokensAfter(),
                order.nanos() / NANOS_PER_MILLI);
        return account(order, reply, false, shortened.complete());
    }

    /** What names an original has to keep it as well, so it is not answered from memory. */
    private static boolean isSetAside(OptimizeReply reply) {
        return reply.techniques().stream().anyMatch(used -> used.name().equals("tool-results"));
    }

    /** What is left after the vectors must do for the rest. */
    private static Duration share(long nanosLeft) {
        return Duration.ofNanos(Math.max(0, nanosLeft * 3 / 4));
    }

    private OptimizeReply account(Order order, OptimizeReply reply, boolean fromCache, boolean complete) {
        books.enter(
                reply,
                order.asked().wish().level(),
                order.caller(),
                order.requestId(),
                new Course(fromCache, complete, Duration.ofNanos(order.nanos())));
        return reply;
    }
}
