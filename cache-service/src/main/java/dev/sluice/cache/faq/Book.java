package dev.sluice.cache.faq;

import dev.sluice.cache.store.Shelf;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's FAQ, ready to answer. Answers for one model only are a section of their own, looked into before the common
 * one.
 */
final class Book {

    private final String version;
    private final List<FaqAnswer> answers;
    private final Map<String, Section> sections;
    private final int bytes;

    private Book(String version, List<FaqAnswer> answers, Map<String, Section> sections, int bytes) {
        this.version = version;
        this.answers = answers;
        this.sections = sections;
        this.bytes = bytes;
    }

    /** Reads and learns; seconds for thousands of phrasings. */
    static Book of(Shelf.Things things, Pages pages, Meaning meaning) {
        List<Pages.Page> all = things.items().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(item -> pages.page(item.getValue()).stream())
                .toList();
        Map<String, List<Pages.Page>> byModel = all.stream()
                .collect(Collectors.groupingBy(page -> modelOf(page.answer()), TreeMap::new, Collectors.toList()));
        Map<String, Section> sections = new TreeMap<>();
        byModel.forEach((model, some) -> sections.put(model, new Section(some, meaning)));
        int phrasings = all.stream().mapToInt(page -> page.vectors().size()).sum();
        // Vectors, words and weights; what Java adds is guessed.
        int bytes = 2_048 + phrasings * 4_096 + all.size() * 6_144;
        return new Book(things.version(), all.stream().map(Pages.Page::answer).toList(), sections, bytes);
    }

    /** Reads only: it shows what there is and answers nothing. */
    static Book unlearned(Shelf.Things things, Pages pages) {
        List<FaqAnswer> answers = things.items().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(item -> pages.page(item.getValue()).stream())
                .map(Pages.Page::answer)
                .toList();
        return new Book(things.version(), answers, Map.of(), 0);
    }

    private static String modelOf(FaqAnswer answer) {
        return answer.model() == null ? "" : answer.model();
    }

    /** Reads a question: first for the same words, then for the meaning, in the model's own section before the common one. */
    Optional<Section.Reading> read(
            String tenant, String model, String text, double maxError, Meaning meaning, Instant now) {
        List<Section> open = sections.entrySet().stream()
                .filter(section -> section.getKey().isEmpty()
                        || model.equals(section.getKey())
                        || model.endsWith("/" + section.getKey()))
                .sorted(Map.Entry.<String, Section>comparingByKey().reversed())
                .map(Map.Entry::getValue)
                .toList();
        String canonical = meaning.canonical(text);
        for (Section section : open) {
            Optional<Section.Reading> same = section.same(canonical, text, now);
            if (same.isPresent()) {
                return same;
            }
        }
        if (open.isEmpty() || !meaning.isComparable(text)) {
            return Optional.empty();
        }
        float[] vector = meaning.vector(tenant, canonical, false).orElse(null);
        return vector == null
                ? Optional.empty()
                : best(open.stream()
                        .map(section -> section.read(text, canonical, vector, maxError, meaning, now))
                        .toList());
    }

    private static Optional<Section.Reading> best(List<Section.Reading> readings) {
        Section.@Nullable Reading answered = readings.stream()
                .filter(reading -> reading.answer() != null)
                .findFirst()
                .orElse(null);
        return Optional.of(answered == null ? readings.getFirst() : answered);
    }

    String version() {
        return version;
    }

    List<FaqAnswer> answers() {
        return answers;
    }

    /** How far guesses are trusted, by model; empty for the common section. */
    Map<String, Section> sections() {
        return sections;
    }

    int bytes() {
        return bytes;
    }
}
