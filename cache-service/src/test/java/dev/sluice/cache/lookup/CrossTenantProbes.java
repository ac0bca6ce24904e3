package dev.sluice.cache.lookup;

import static dev.sluice.cache.CacheClient.document;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.cache.CacheEntry;
import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.kit.ids.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tenants that ask for what others keep: word for word, in other words, and with questions made to lie close to theirs.
 * Every answer names its owner and scope, so that any that comes to somebody else is seen.
 */
final class CrossTenantProbes {

    private static final List<String> THINGS =
            List.of("password", "invoice", "subscription", "router", "delivery address", "team calendar");
    private static final List<String> FORMS =
            List.of("How do I change my %s?", "Where can I find my %s?", "Why was my %s deleted in 2024?");
    /** A question and how it is asked in other words, or nearly so. */
    private static final List<Map<String, String>> TURNS = List.of(
            Map.of(),
            Map.of(
                    "How do I",
                    "What is the way to",
                    "Where can I",
                    "In which place can I",
                    "Why was",
                    "For what reason was"),
            Map.of("change", "modify", "find", "locate", "deleted", "removed"),
            Map.of("2024", "2025", "my", "your", "change", "not change"));

    private final Recall recall;
    private final String run = Ids.next();
    private final List<String> models = List.of("gpt-4o", "claude-x");
    private final List<String> scopes = List.of("a".repeat(64), "b".repeat(64));
    private int probes;
    private int own;

    CrossTenantProbes(Recall recall) {
        this.recall = recall;
    }

    private static List<String> questions() {
        List<String> all = new ArrayList<>();
        FORMS.forEach(form -> THINGS.forEach(thing -> all.add(form.formatted(thing))));
        return all;
    }

    private static String turned(String question, Map<String, String> turn) {
        String turned = question;
        for (var change : turn.entrySet()) {
            turned = turned.replace(change.getKey(), change.getValue());
        }
        return turned;
    }

    /** Names that could be taken for one another where keys are put together carelessly. */
    private List<String> victims() {
        return List.of(run + "-acme", run + "-acme:cache", run + "-acme%3Acache");
    }

    private List<String> strangers() {
        return List.of(
                run + "-ACME",
                run + "-acme:",
                run + "-acme*",
                run + "-acm",
                run + "-acme/gpt-4o",
                run + "-acme%3acache");
    }

    private static CacheQuestion question(String model, String scope, String text, boolean semantic) {
        return new CacheQuestion(model, scope, text, semantic, null);
    }

    private void keep(String tenant, String model, String scope, String text) {
        String owner = tenant + "|" + model + "|" + scope;
        recall.remember(tenant, new CacheEntry(question(model, scope, text, true), document(owner), null, 1));
    }

    /** Asks until so many probes were made; how many answers came to where they do not belong. */
    List<String> leaks(int most) {
        for (String victim : victims()) {
            for (String text : questions()) {
                keep(victim, models.getFirst(), scopes.getFirst(), text);
            }
        }
        List<String> leaks = new ArrayList<>();
        List<String> askers = new ArrayList<>(strangers());
        askers.addAll(victims());
        while (probes < most) {
            for (Map<String, String> turn : TURNS) {
                for (String text : questions()) {
                    if (probes >= most) {
                        return leaks;
                    }
                    for (String asker : askers) {
                        for (String model : models) {
                            for (String scope : scopes) {
                                probe(asker, question(model, scope, turned(text, turn), true), leaks);
                                probe(asker, question(model, scope, turned(text, turn), false), leaks);
                            }
                        }
                    }
                }
            }
        }
        return leaks;
    }

    private void probe(String asker, CacheQuestion question, List<String> leaks) {
        probes++;
        Found found = recall.lookUp(asker, recall.asked(question));
        var answer = found.answerServed();
        if (answer == null) {
            return;
        }
        own++;
        String owner = asker + "|" + question.model() + "|" + question.scope();
        if (!answer.document().contains("\"" + owner + "\"")) {
            leaks.add(asker + " got " + answer.document() + " for " + question.text());
        }
    }

    /** The probes prove nothing unless owners do get their own. */
    void ownersWereServed() {
        assertThat(own).as("answers that came to their owners").isGreaterThan(probes / 100);
    }

    int probes() {
        return probes;
    }
}
