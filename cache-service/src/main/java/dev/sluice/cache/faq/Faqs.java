package dev.sluice.cache.faq;

import dev.sluice.cache.store.Shelves;
import dev.sluice.cache.store.Stores;
import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.kit.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The FAQs of all tenants: takes them in, shows them, answers from them. Blocking; runs on virtual threads. */
@ApplicationScoped
public class Faqs {

    /** How often a phrasing is tried again for which the model was too busy. */
    private static final int PATIENCE = 4;

    /** How long an import waits until it is learned; it is learned later all the same. */
    private static final Duration LEARNING = Duration.ofSeconds(15);

    private final Clock clock = Clock.systemUTC();
    private final FaqConfig config;
    private final Shelves shelves;
    private final Stores stores;
    private final Books books;
    private final Meaning meaning;

    Faqs(FaqConfig config, Shelves shelves, Stores stores, Books books, Meaning meaning) {
        this.config = config;
        this.shelves = shelves;
        this.stores = stores;
        this.books = books;
        this.meaning = meaning;
        if (this.config.maxError() <= 0 || this.config.maxError() >= 1) {
            throw new IllegalStateException("sluice.cache.faq.max-error is " + this.config.maxError()
                    + "; it must lie between 0 and 1, such as 0.01");
        }
    }

    /**
     * An answer that is served.
     *
     * @param answer the answer
     * @param similarity cosine of question and phrasing; absent when the words are the same
     */
    public record Served(FaqAnswer answer, @Nullable Double similarity) {}

    /** The answer to a question that may have one of an FAQ. */
    public Optional<Served> answer(String tenant, CacheQuestion question) {
        Instant now = clock.instant();
        return read(tenant, question.model(), question.text(), errors(question.maxError()))
                .filter(reading -> reading.answer() != null)
                .map(reading -> new Served(
                        java.util.Objects.requireNonNull(reading.answer()),
                        reading.because().equals("phrasing")
                                ? null
                                : Double.valueOf(Math.max(0, reading.similarity()))))
                .filter(served -> isYoung(served.answer(), question.maxAgeSeconds(), now));
    }

    /** What a question means to the tenant's FAQ; nothing while it is not read, or without a vector. */
    Optional<Section.Reading> read(String tenant, String model, String text, double maxError) {
        return books.open(tenant).flatMap(book -> book.read(tenant, model, text, maxError, meaning, clock.instant()));
    }

    double errors(@Nullable Double wanted) {
        return wanted == null ? config.maxError() : wanted;
    }

    private static boolean isYoung(FaqAnswer answer, @Nullable Long maxAgeSeconds, Instant now) {
        return maxAgeSeconds == null
                || Duration.between(answer.createdAt(), now).toSeconds() <= maxAgeSeconds;
    }

    /**
     * What an import did.
     *
     * @param added answers that are new
     * @param replaced answers that took the place of one with the same id
     * @param answers how many there are now
     * @param phrasings how many there are now
     * @param ready whether they are served already; if not they are in a moment
     */
    @io.quarkus.runtime.annotations.RegisterForReflection
    record Imported(int added, int replaced, int answers, int phrasings, boolean ready) {}

    /** Takes answers in, each in place of the one with the same id. A {@link Refusal} says what is wrong; then none is. */
    Imported take(String tenant, List<FaqAnswer> given) {
        Map<String, FaqAnswer> after = new LinkedHashMap<>();
        books.present(tenant).answers().forEach(answer -> after.put(answer.id(), answer));
        int before = after.size();
        given.forEach(answer -> after.put(answer.id(), answer));
        checkBounds(after.values().stream().toList());
        Map<String, byte[]> items = new HashMap<>();
        for (FaqAnswer answer : given) {
            items.put(answer.id(), books.pages().bytes(new Pages.Page(answer, vectors(tenant, answer))));
        }
        shelves.change(shelf -> shelf.put(tenant, Books.KIND, items));
        boolean ready = learn(tenant);
        int added = after.size() - before;
        return new Imported(added, given.size() - added, after.size(), phrasings(after.values()), ready);
    }

    /** Copies of what was served until now are dropped everywhere. */
    private boolean learn(String tenant) {
        boolean learned = books.learn(tenant, LEARNING);
        stores.withdraw(tenant, null);
        return learned;
    }

    private void checkBounds(List<FaqAnswer> all) {
        if (all.size() > config.answers()) {
            throw tooMany("answers", all.size(), config.answers(), "sluice.cache.faq.answers");
        }
        int phrasings = phrasings(all);
        if (phrasings > config.phrasings()) {
            throw tooMany("phrasings", phrasings, config.phrasings(), "sluice.cache.faq.phrasings");
        }
        Map<String, String> owners = new HashMap<>();
        for (FaqAnswer answer : all) {
            for (String question : answer.questions()) {
                String owner = owners.putIfAbsent(answer.model() + "\n" + meaning.canonical(question), answer.id());
                if (owner != null && !owner.equals(answer.id())) {
                    throw new Refusal(
                            409,
                            "question_taken",
                            "Conflict",
                            "Two answers, '%s' and '%s', are asked for by the same words: \"%s\". Give the question to one of them, or delete one."
                                    .formatted(owner, answer.id(), shown(question)));
                }
            }
        }
    }

    private static Refusal tooMany(String what, int would, int most, String key) {
        return new Refusal(
                413,
                "faq_too_large",
                "FAQ too large",
                "With these there would be %d %s; one tenant may have %d. Delete some first, or raise %s."
                        .formatted(would, what, most, key));
    }

    private static String shown(String question) {
        return question.length() > 80 ? question.substring(0, 80) + "…" : question;
    }

    private List<float[]> vectors(String tenant, FaqAnswer answer) {
        List<float[]> vectors = new ArrayList<>();
        for (String question : answer.questions()) {
            vectors.add(vector(tenant, meaning.canonical(question))
                    .orElseThrow(() -> new Refusal(
                            503,
                            "no_vectors",
                            "No vectors",
                            "The embedding model is not ready or has too much to do, so nothing was imported. Send the"
                                    + " import again; GET /system/status tells how the model is.",
                            Map.of("Retry-After", "2"))));
        }
        return vectors;
    }

    /** A model that has much to do is asked again: what was embedded before is remembered. */
    private Optional<float[]> vector(String tenant, String canonical) {
        Optional<float[]> vector = meaning.vector(tenant, canonical, true);
        for (int again = 0; again < PATIENCE && vector.isEmpty(); again++) {
            vector = meaning.vector(tenant, canonical, true);
        }
        return vector;
    }

    private static int phrasings(java.util.Collection<FaqAnswer> answers) {
        return answers.stream().mapToInt(answer -> answer.questions().size()).sum();
    }

    /** The tenant's answers with how far guesses are trusted. */
    Book show(String tenant) {
        return books.present(tenant);
    }

    /** Deletes answers; how many there were. */
    int delete(String tenant, Set<String> ids) {
        Set<String> there = show(tenant).answers().stream().map(FaqAnswer::id).collect(Collectors.toSet());
        Set<String> doomed = new HashSet<>(ids);
        doomed.retainAll(there);
        if (!doomed.isEmpty()) {
            shelves.change(shelf -> shelf.remove(tenant, Books.KIND, doomed));
            learn(tenant);
        }
        return doomed.size();
    }

    /** Deletes all of them; how many there were. */
    int clear(String tenant) {
        return delete(tenant, show(tenant).answers().stream().map(FaqAnswer::id).collect(Collectors.toSet()));
    }
}
