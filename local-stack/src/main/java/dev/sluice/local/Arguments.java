package dev.sluice.local;

import dev.sluice.local.text.Complaint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was typed after the command's name.
 *
 * @param values options with a value, by name such as {@code --port}
 * @param flags options without one
 * @param rest the words that are no options, in order
 */
record Arguments(Map<String, String> values, Set<String> flags, List<String> rest) {

    /** Sorts the words; an option the command does not know is a complaint that names those it knows. */
    static Arguments parse(String command, List<String> words, Set<String> withValue, Set<String> without) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> flags = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.indexOf('=');
            if (equals > 0 && withValue.contains(word.substring(0, equals))) {
                values.put(word.substring(0, equals), word.substring(equals + 1));
            } else if (withValue.contains(word)) {
                if (++i == words.size()) {
                    throw new Complaint(word + " needs a value.", "See ./sluice help.");
                }
                values.put(word, words.get(i));
            } else if (without.contains(word)) {
                flags.add(word);
            } else if (word.startsWith("-")) {
                throw unknown(command, word, withValue, without);
            } else {
                rest.add(word);
            }
        }
        return new Arguments(Map.copyOf(values), Set.copyOf(flags), List.copyOf(rest));
    }

    /** The value of an option. */
    Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option));
    }

    /** A port number, 0 to 65535. */
    int port(String option, int otherwise) {
        String text = values.getOrDefault(option, Integer.toString(otherwise));
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new Complaint(
                    option + " " + text + " is not a port.", "Give a number from 0 to 65535; 0 means any free one.");
        }
        return Integer.parseInt(text);
    }

    private static Complaint unknown(String command, String word, Set<String> withValue, Set<String> without) {
        List<String> known = new ArrayList<>(without);
        withValue.forEach(option -> known.add(option + " VALUE"));
        known.sort(String::compareTo);
        return new Complaint(
                "./sluice " + command + " does not know " + word + ".",
                known.isEmpty() ? "It takes no options." : "It knows " + String.join(", ", known) + ".");
    }
}
