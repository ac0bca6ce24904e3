package dev.sluice.optimizer.rewrite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rewrite rules that ship with the service, as one strategy for each family, in the order of the resource. */
public final class Rules {

    private static final String PROMPTS = "/rewrite-rules.txt";
    private static final String RESPONSES = "/response-rules.txt";

    private Rules() {}

    /** The family whose rules draw together what light leaves apart; for prompts from level medium on. */
    public static final String TERSE = "terse";

    /** One strategy a family, for prompts. */
    public static List<Strategy> families() {
        return families(all());
    }

    /** One strategy a family, for what models answer. */
    public static List<Strategy> responseFamilies() {
        return families(ofResponses());
    }

    private static List<Strategy> families(List<Rule> rules) {
        Map<String, List<Rule>> byFamily = new LinkedHashMap<>();
        for (Rule rule : rules) {
            byFamily.computeIfAbsent(rule.family(), any -> new ArrayList<>()).add(rule);
        }
        var families = new ArrayList<Strategy>();
        byFamily.forEach(
                (family, own) -> families.add(new Rewriting(family, own.stream().allMatch(Rule::lossless), own)));
        return List.copyOf(families);
    }

    static List<Rule> all() {
        return read(PROMPTS);
    }

    static List<Rule> ofResponses() {
        return read(RESPONSES);
    }

    private static List<Rule> read(String resource) {
        try (InputStream file = Rules.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException("the resource " + resource + " is missing from the build");
            }
            return RuleFile.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
