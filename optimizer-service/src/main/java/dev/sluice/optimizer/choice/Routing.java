package dev.sluice.optimizer.choice;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.optimize.RouteAdvice;
import dev.sluice.contracts.optimize.RouteQuestion;
import dev.sluice.kit.prices.Price;
import dev.sluice.kit.prices.Prices;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.optimizer.meaning.CacheMeaning;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32;

/** Chooses a model for a question: its vector from the cache-service, the estimate, the tenant's experience, the price. */
@ApplicationScoped
class Routing {

    private static final String RESOURCE = "/route.model";
    /** The beginning of a question tells what it is about. */
    private static final int LONGEST = 2_000;

    private static final int PARTS = 10_000;

    private final RouteModel model;
    private final Chooser chooser;
    private final CacheMeaning meaning;
    private final Experience experience;
    private final RouteConfig config;
    private final MeterRegistry meters;
    private final Prices prices = Prices.bundled();

    Routing(CacheMeaning meaning, Experience experience, RouteConfig config, MeterRegistry meters) {
        this.meaning = meaning;
        this.experience = experience;
        this.config = config;
        this.meters = meters;
        try (InputStream in = Objects.requireNonNull(Routing.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            this.model = RouteFile.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.chooser = new Chooser(model, config.quality());
    }

    /**
     * The advice.
     *
     * @throws Refusal 503 when there is no vector of the question: then whoever asked knows best what to do without advice
     */
    RouteAdvice advise(RouteQuestion question, Caller caller) {
        String text = question.text().substring(0, Math.min(question.text().length(), LONGEST));
        List<float[]> vectors = meaning.of(List.of(text), model.encoder(), caller, config.deadline());
        if (vectors == null || vectors.getFirst().length != model.space().mean().length) {
            throw new Refusal(
                    503,
                    "no_advice",
                    "No advice",
                    "The cache-service gave no vector of the question in time. Take the model you trust, or ask again in a second.",
                    Map.of("Retry-After", "1"));
        }
        RouteModel.Estimate estimate = model.estimate(vectors.getFirst(), text);
        Experience.Shift shift = experience.of(caller.tenant());
        boolean explores = shift.told() && isDrawn(caller.tenant(), text);
        RouteAdvice advice = chooser.advise(shift.on(estimate), shift.ofGain(), cost(question), explores);
        meters.counter(
                        "sluice.optimizer.routed",
                        "choice",
                        advice.choice().name().toLowerCase(Locale.ROOT),
                        "reason",
                        String.valueOf(advice.reason()).toLowerCase(Locale.ROOT))
                .increment();
        return advice;
    }

    private Chooser.Cost cost(RouteQuestion question) {
        Optional<Price> cheap = prices.of(question.cheap());
        Optional<Price> strong = prices.of(question.strong());
        if (cheap.isEmpty() || strong.isEmpty()) {
            return Chooser.Cost.UNKNOWN;
        }
        long tokens = Math.clamp(question.promptTokens(), 1, 10_000_000);
        return new Chooser.Cost(
                cheap.get().nanoUsd(tokens, 0, Chooser.usualAnswer()),
                strong.get().nanoUsd(tokens, 0, Chooser.usualAnswer()),
                cheap.get().nanoUsd(Chooser.usualPrompt(), 0, Chooser.usualAnswer()),
                strong.get().nanoUsd(Chooser.usualPrompt(), 0, Chooser.usualAnswer()));
    }

    /** Drawn by the question itself, so that the same question is always treated alike. */
    private boolean isDrawn(String tenant, String text) {
        var sum = new CRC32();
        sum.update((tenant + '\0' + text).getBytes(StandardCharsets.UTF_8));
        return sum.getValue() % PARTS < config.exploration() * PARTS;
    }
}
