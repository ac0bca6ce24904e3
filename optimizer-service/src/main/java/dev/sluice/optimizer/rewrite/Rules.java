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

    private static final String RESOURCE = "/rewrite-rules.txt";

    private Rules() {}

    /** One strategy a family. */
    public static List<Strategy> families() {
        Map<String, List<Rule>> byFamily = new LinkedHashMap<>();
        for (Rule rule : all()) {
            byFamily.computeIfAbsent(rule.family(), any -> new ArrayList<>()).add(rule);
        }
        var families = new ArrayList<Strategy>();
        byFamily.forEach((family, rules) ->
                families.add(new Rewriting(family, rules.stream().allMatch(Rule::lossless), rules)));
        return List.copyOf(families);
    }

    static List<Rule> all() {
        try (InputStream file = Rules.class.getResourceAsStream(RESOURCE)) {
            if (file == null) {
                throw new IllegalStateException("the resource " + RESOURCE + " is missing from the build");
            }
            return RuleFile.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
