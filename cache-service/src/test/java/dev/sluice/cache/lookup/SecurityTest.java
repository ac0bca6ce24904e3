package dev.sluice.cache.lookup;

import static dev.sluice.cache.CacheClient.SCOPE;
import static dev.sluice.cache.CacheClient.document;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.CacheClient;
import dev.sluice.cache.store.CacheStore;
import dev.sluice.cache.store.Stores;
import dev.sluice.contracts.cache.CacheEntry;
import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.kit.ids.Ids;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class SecurityTest {

    @Inject
    Recall recall;

    @Inject
    Semantic semantic;

    @Inject
    ExactKeys keys;

    @Inject
    Stores stores;

    private final String acme = "acme-" + Ids.next();
    private final String mallory = "mallory-" + Ids.next();

    @BeforeEach
    void ready() {
        CacheClient.awaitModel();
    }

    private static CacheQuestion question(String text) {
        return new CacheQuestion("gpt-4o", SCOPE, text, true, null);
    }

    private void plant(String tenant, CacheQuestion question, String said) {
        recall.remember(tenant, new CacheEntry(question, document(said), null, 1));
    }

    private boolean isServed(String tenant, CacheQuestion question) {
        return recall.lookUp(tenant, recall.asked(question)).answerServed() != null;
    }

    @Test
    void noneOfTenThousandProbesGetsSomebodyElsesAnswer() {
        var probes = new CrossTenantProbes(recall);
        assertThat(probes.leaks(10_000)).isEmpty();
        assertThat(probes.probes()).isGreaterThanOrEqualTo(10_000);
        probes.ownersWereServed();
    }

    @Test
    void nobodyPlantsAnAnswerInAnotherTenantScopeOrModel() {
        String asked = "Which account do I pay the invoice to?";
        plant(mallory, question(asked), "Pay to Mallory.");
        plant(acme, new CacheQuestion("gpt-4o", "e".repeat(64), asked, true, null), "Pay to Mallory.");
        plant(acme, new CacheQuestion("gpt-4o-mini", SCOPE, asked, true, null), "Pay to Mallory.");
        for (String wording : List.of(asked, "To which account do I pay the invoice?", asked.toUpperCase())) {
            assertThat(isServed(acme, question(wording))).as(wording).isFalse();
        }
        assertThat(isServed(mallory, question(asked))).isTrue();
    }

    /** Questions that differ in what a canonical form might drop must stay different in the exact layer. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Is C++ faster than Java? | Is C faster than Java?",
                "What is -5 plus 3? | What is 5 plus 3?",
                "Should I take this pill? | Should I not take this pill?",
                "Is it safe to mix A and B? | Is it safe to mix A or B?",
                "What is 1.5 times 2? | What is 15 times 2?",
                "Can I delete prod? | Can't I delete prod?",
                "What does a > b mean? | What does a < b mean?",
                "Convert 10 $ to EUR | Convert 10 % to EUR"
            })
    void craftedNearCollisionsAreNotTheSameQuestion(String planted, String asked) {
        plant(acme, question(planted), "planted");
        Found found = recall.lookUp(acme, recall.asked(question(asked)));
        assertThat(found).as(asked).isNotInstanceOf(Found.Same.class);
    }

    /** Wordings made to lie close to a victim's question while asking for something else. */
    private static List<String[]> collisions() {
        List<String[]> pairs = new ArrayList<>();
        String[] names = {"Alice", "Bob", "Paris", "London", "Monday", "Friday"};
        for (int i = 0; i < names.length; i += 2) {
            pairs.add(new String[] {
                "What is the phone number of %s?".formatted(names[i]),
                "What is the phone number of %s?".formatted(names[i + 1])
            });
            pairs.add(new String[] {
                "When does the office in %s open on day 3?".formatted(names[i]),
                "When does the office in %s open on day 3?".formatted(names[i + 1])
            });
        }
        for (int n = 1; n <= 8; n++) {
            pairs.add(new String[] {
                "How many mg of ibuprofen may I take at age %d?".formatted(n),
                "How many mg of ibuprofen may I take at age %d?".formatted(n + 10)
            });
            pairs.add(new String[] {
                "What is the fee for a transfer of %d00 dollars?".formatted(n),
                "What is the fee for a transfer of %d000 dollars?".formatted(n)
            });
        }
        for (String verb : List.of("enable", "install", "open", "buy", "increase", "lock")) {
            String opposite = switch (verb) {
                case "enable" -> "disable";
                case "install" -> "uninstall";
                case "open" -> "close";
                case "buy" -> "sell";
                case "increase" -> "decrease";
                default -> "unlock";
            };
            pairs.add(new String[] {"How do I %s it?".formatted(verb), "How do I %s it?".formatted(opposite)});
            pairs.add(new String[] {
                "How do I %s my account today?".formatted(verb), "How do I %s my account today?".formatted(opposite)
            });
        }
        return pairs;
    }

    @Test
    void hardlyAnyCraftedNeighbourIsServed() {
        List<String> served = new ArrayList<>();
        for (String[] pair : collisions()) {
            String tenant = "crafted-" + Ids.next();
            plant(tenant, question(pair[0]), "planted");
            if (isServed(tenant, question(pair[1]))) {
                served.add(pair[1]);
            }
            assertThat(isServed(tenant, question(pair[0]))).isTrue();
        }
        assertThat(served)
                .as("of %d", collisions().size())
                .hasSizeLessThanOrEqualTo(collisions().size() / 20);
    }

    @Test
    void anotherTenantsEntryTakesTheSameStepsAsNone() {
        String asked = "How do I reset the alarm of the third floor?";
        String never = "Which tea grows on the northern slopes of Mount Kenya?";
        plant(mallory, question(asked), "by Mallory");
        plant(acme, question("Where is the kitchen?"), "here");
        List<String> known = steps(acme, asked);
        assertThat(known).isEqualTo(steps(acme, never)).contains("nearest");
        assertThat(steps(mallory, asked)).as("the owner's look-up goes further").isNotEqualTo(known);
    }

    /** What a look-up asks the store, in order, with the tenant it asks for. */
    private List<String> steps(String tenant, String text) {
        List<String> steps = new ArrayList<>();
        Asked asked = recall.asked(question(text));
        String id = keys.answer(tenant, "gpt-4o", SCOPE, asked.canonical());
        stores.lookUp(store -> semantic.find(watched(store, tenant, steps), tenant, asked, id));
        return steps;
    }

    private static CacheStore watched(CacheStore store, String tenant, List<String> steps) {
        return (CacheStore) Proxy.newProxyInstance(
                CacheStore.class.getClassLoader(), new Class<?>[] {CacheStore.class}, (proxy, method, args) -> {
                    steps.add(method.getName());
                    if (args != null) {
                        assertThat(args[0]).isEqualTo(tenant);
                    }
                    try {
                        return method.invoke(store, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
