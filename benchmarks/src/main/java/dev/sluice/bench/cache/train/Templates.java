package dev.sluice.bench.cache.train;

import dev.sluice.bench.cache.Data.Asked;
import dev.sluice.bench.cache.Data.Pair;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pairs of questions made from templates: small changes that matter and large ones that do not. They teach kinds of
 * change that hardly occur between neighbours of a stream.
 */
final class Templates {

    private static final String RESOURCE = "/dev/sluice/bench/cache/templates.txt";
    private static final Pattern SLOT = Pattern.compile("\\{([a-z]+)([2-9]?)}");
    /** One in so many is written without capitals. */
    private static final int LOWER = 4;

    private final Map<String, List<String>> slots = new HashMap<>();
    private final List<Pair> templates = new ArrayList<>();
    private final SplittableRandom random;

    private Templates(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Each template filled {@code times} times; the same pairs for the same seed. */
    static List<Pair> filled(int times, long seed) throws IOException {
        var templates = new Templates(seed);
        try (InputStream in = Objects.requireNonNull(Templates.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(templates::read);
        }
        List<Pair> pairs = new ArrayList<>();
        for (Pair template : templates.templates) {
            for (int i = 0; i < times; i++) {
                pairs.add(templates.fill(template));
            }
        }
        return pairs;
    }

    /**
     * The sides of the filled templates as a stream: each wording once, in random order, those that were said to be shared
     * with the same answers. Here neighbours are seen among others of their kind.
     */
    static List<Asked> stream(int times, long seed) throws IOException {
        Map<String, String> parents = new LinkedHashMap<>();
        for (Pair pair : filled(times, seed + 1)) {
            String one = root(parents, pair.one());
            String other = root(parents, pair.other());
            if (pair.shared() && !one.equals(other)) {
                parents.put(other, one);
            }
        }
        List<Asked> stream = new ArrayList<>();
        List.copyOf(parents.keySet()).forEach(text -> stream.add(new Asked(root(parents, text), text)));
        Collections.shuffle(stream, new Random(seed));
        return stream;
    }

    /** Union-find; a wording that is its own parent is a root. */
    private static String root(Map<String, String> parents, String text) {
        String at = text;
        for (String up = parents.computeIfAbsent(at, t -> t); !up.equals(at); up = parents.getOrDefault(at, at)) {
            at = up;
        }
        return at;
    }

    private void read(String line) {
        if (line.startsWith("0 ") || line.startsWith("1 ")) {
            String[] parts = line.substring(2).split(" \\| ", -1);
            templates.add(new Pair(line.startsWith("1"), parts[0], parts[1], parts[2]));
        } else {
            String[] parts = line.split(" = ", -1);
            slots.put(parts[0], List.of(parts[1].split(" \\| ", -1)));
        }
    }

    private Pair fill(Pair template) {
        Map<String, String> chosen = new HashMap<>();
        String one = fill(template.one(), chosen);
        String other = fill(template.other(), chosen);
        if (template.kind().equals("typo")) {
            other = slip(other);
        }
        if (random.nextInt(LOWER) == 0) {
            one = one.toLowerCase(Locale.ROOT);
            other = other.toLowerCase(Locale.ROOT);
        }
        boolean turned = random.nextBoolean();
        return new Pair(template.shared(), template.kind(), turned ? other : one, turned ? one : other);
    }

    private String fill(String text, Map<String, String> chosen) {
        Matcher slot = SLOT.matcher(text);
        return slot.replaceAll(found -> chosen.computeIfAbsent(found.group(), s -> value(found.group(1), chosen)));
    }

    /** A value that no other slot has yet; verbs in both forms and opposites stay together by their place. */
    private String value(String slot, Map<String, String> chosen) {
        List<String> values = Objects.requireNonNull(slots.get(slot), slot);
        String twin = twin(slot);
        if (chosen.containsKey("{" + twin + "}") && slots.containsKey(twin)) {
            return values.get(slots.get(twin).indexOf(chosen.get("{" + twin + "}")));
        }
        while (true) {
            String value = values.get(random.nextInt(values.size()));
            if (!chosen.containsValue(value)) {
                return value;
            }
        }
    }

    private static String twin(String slot) {
        return switch (slot) {
            case "verb" -> "verbed";
            case "verbed" -> "verb";
            case "trait" -> "less";
            case "less" -> "trait";
            case "deed" -> "deeds";
            case "deeds" -> "deed";
            default -> "";
        };
    }

    /** Two neighbouring letters inside a word change places. */
    private String slip(String text) {
        while (true) {
            int at = 1 + random.nextInt(text.length() - 3);
            if (Character.isLetter(text.charAt(at - 1))
                    && Character.isLowerCase(text.charAt(at))
                    && Character.isLowerCase(text.charAt(at + 1))
                    && text.charAt(at) != text.charAt(at + 1)) {
                return text.substring(0, at) + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2);
            }
        }
    }
}
