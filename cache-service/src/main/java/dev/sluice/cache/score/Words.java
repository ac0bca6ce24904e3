package dev.sluice.cache.score;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known about English, read from a resource of sections. */
final class Words {

    private static final String RESOURCE = "/dev/sluice/cache/english.words";

    final Set<String> negation;
    final Set<String> pronouns;
    final Set<String> stop;
    final Set<String> asking;
    final Set<String> fillers;
    final Set<String> time;
    final Set<String> past;
    final Set<String> present;
    final Set<String> future;
    final Set<String> symmetric;
    final Set<String> direction;
    final Map<String, String> numbers;
    final Set<String> courtesies;
    final Map<String, String> contractions;
    final Map<String, String> endings;
    private final Map<String, String> forms;
    private final Map<String, Set<String>> opposites;
    private final Map<String, Set<Integer>> groups;

    private Words(Map<String, List<List<String>>> sections) {
        negation = flat(sections, "negation");
        pronouns = flat(sections, "pronouns");
        stop = flat(sections, "stop");
        asking = flat(sections, "asking");
        fillers = flat(sections, "fillers");
        time = flat(sections, "time");
        past = flat(sections, "past");
        present = flat(sections, "present");
        future = flat(sections, "future");
        symmetric = flat(sections, "symmetric");
        direction = flat(sections, "direction");
        numbers = pairs(sections, "number-words");
        courtesies = flat(sections, "courtesies");
        contractions = pairs(sections, "contractions");
        endings = pairs(sections, "endings");
        forms = pairs(sections, "forms");
        opposites = new HashMap<>();
        for (List<String> line : sections.getOrDefault("opposites", List.of())) {
            for (String word : line) {
                Set<String> others = opposites.computeIfAbsent(word, w -> new HashSet<>());
                others.addAll(line);
                others.remove(word);
            }
        }
        groups = new HashMap<>();
        List<List<String>> synonyms = sections.getOrDefault("synonyms", List.of());
        for (int group = 0; group < synonyms.size(); group++) {
            for (String word : synonyms.get(group)) {
                groups.computeIfAbsent(stem(word), w -> new HashSet<>()).add(group);
            }
        }
    }

    static Words shipped() {
        try (InputStream in = Words.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + RESOURCE + " is missing from the package");
            }
            return new Words(sections(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words that must not stand in this word's place. */
    Set<String> oppositesOf(String word) {
        return opposites.getOrDefault(word, Set.of());
    }

    /** Whether a word is part of what a question is about. */
    boolean carriesContent(String word) {
        return !stop.contains(word) && !asking.contains(word) && !fillers.contains(word);
    }

    /** Whether two stems say the same for our purpose. */
    boolean alike(String stem, String other) {
        if (stem.equals(other)) {
            return true;
        }
        Set<Integer> mine = groups.get(stem);
        Set<Integer> theirs = groups.get(other);
        return mine != null && theirs != null && mine.stream().anyMatch(theirs::contains);
    }

    /** The word without its ending, good enough to bring cancel, cancels, cancelled and cancelling together. */
    String stem(String word) {
        String w = forms.getOrDefault(word, word);
        if (w.length() > 4 && w.endsWith("ies")) {
            w = w.substring(0, w.length() - 3) + "y";
        } else if (w.length() > 4
                && (w.endsWith("sses") || w.endsWith("shes") || w.endsWith("ches") || w.endsWith("xes"))) {
            w = w.substring(0, w.length() - 2);
        } else if (w.length() > 3 && w.endsWith("s") && !w.endsWith("ss") && !w.endsWith("us") && !w.endsWith("is")) {
            w = w.substring(0, w.length() - 1);
        }
        if (w.length() > 5 && w.endsWith("ing")) {
            w = w.substring(0, w.length() - 3);
        } else if (w.length() > 4 && w.endsWith("ied")) {
            w = w.substring(0, w.length() - 3) + "y";
        } else if (w.length() > 4 && w.endsWith("ed")) {
            w = w.substring(0, w.length() - 2);
        }
        if (w.length() > 4 && w.endsWith("ly")) {
            w = w.substring(0, w.length() - 2);
        }
        int last = w.length() - 1;
        if (last > 2 && w.charAt(last) == 'e') {
            w = w.substring(0, last);
        } else if (last > 2 && w.charAt(last) == w.charAt(last - 1)) {
            w = w.substring(0, last);
        }
        return w;
    }

    private static Map<String, List<List<String>>> sections(List<String> lines) {
        Map<String, List<List<String>>> sections = new HashMap<>();
        String current = "";
        for (String line : lines) {
            String text = line.strip();
            if (text.startsWith("[")) {
                current = text.substring(1, text.length() - 1);
            } else if (!text.isEmpty() && !text.startsWith("#")) {
                sections.computeIfAbsent(current, s -> new ArrayList<>()).add(List.of(text.split("\\s+")));
            }
        }
        return sections;
    }

    private static Set<String> flat(Map<String, List<List<String>>> sections, String name) {
        Set<String> words = new HashSet<>();
        sections.getOrDefault(name, List.of()).forEach(words::addAll);
        return Set.copyOf(words);
    }

    private static Map<String, String> pairs(Map<String, List<List<String>>> sections, String name) {
        Map<String, String> pairs = new HashMap<>();
        sections.getOrDefault(name, List.of())
                .forEach(line -> pairs.put(line.get(0), String.join(" ", line.subList(1, line.size()))));
        return Map.copyOf(pairs);
    }
}
