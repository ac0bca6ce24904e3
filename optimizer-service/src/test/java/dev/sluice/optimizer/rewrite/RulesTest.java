package dev.sluice.optimizer.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.optimizer.protect.Guarded;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of the rule file, and what the engine around the rules promises. */
class RulesTest {

    static Stream<Arguments> examples() {
        return rules().flatMap(rule -> rule.examples().stream()
                .map(example -> Arguments.of(rule.name(), rule, example.before(), example.after())));
    }

    static Stream<Arguments> keeps() {
        return rules().flatMap(rule -> rule.keeps().stream().map(text -> Arguments.of(rule.name(), rule, text)));
    }

    private static Stream<Rule> rules() {
        return Stream.concat(Rules.all().stream(), Rules.ofResponses().stream());
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("examples")
    void anExampleBecomesWhatTheFileSays(String name, Rule rule, String before, String after) {
        assertThat(rewrite(before, rule)).isEqualTo(after);
    }

    @ParameterizedTest(name = "{0} keeps: {2}")
    @MethodSource("keeps")
    void aTextToKeepIsKept(String name, Rule rule, String text) {
        assertThat(rewrite(text, rule)).isEqualTo(text);
    }

    @Test
    void aChainOfPolitenessGoesInOnePassAndTheVerbGetsTheCapital() {
        assertThat(light("Hi there! Please, could you kindly explain recursion?"))
                .isEqualTo("Explain recursion?");
    }

    @Test
    void aNegationIsNeverPartOfWhatGoes() {
        assertThat(light("Please don't use jargon. Do not, please, apologise."))
                .isEqualTo("don't use jargon. Do not apologise.");
    }

    @Test
    void aRuleDoesNotReachIntoAQuotation() {
        assertThat(light("Say \"could you please wait\" in French."))
                .isEqualTo("Say \"could you please wait\" in French.");
    }

    @Test
    void aPhraseMayBreakOverALineButNotOverAParagraph() {
        assertThat(light("Meet in order\nto plan.")).isEqualTo("Meet to plan.");
        assertThat(light("Put it in order\n\nto plan.")).isEqualTo("Put it in order\n\nto plan.");
    }

    @Test
    void aListItemKeepsItsBullet() {
        assertThat(light("- Please note that prices vary.\n- You should include a title."))
                .isEqualTo("- Prices vary.\n- Include a title.");
    }

    @Test
    void aRuleWithoutAnExampleIsRefusedByName() {
        assertThatThrownBy(() -> RuleFile.parse("rule x\nfamily f\nkind lossless\nmatch foo"))
                .hasMessageContaining("rule x has no example");
    }

    @Test
    void aRuleThatCouldBeginWithAnythingIsRefusedByName() {
        assertThatThrownBy(() -> RuleFile.parse("rule x\nfamily f\nkind lossless\nmatch [a-z] foo\nexample a foo => a"))
                .hasMessageContaining("rule x")
                .hasMessageContaining("no fixed first word");
    }

    @Test
    void aRuleThatRepeatsWithoutABoundIsRefusedByName() {
        assertThatThrownBy(() ->
                        RuleFile.parse("rule x\nfamily f\nkind lossless\nmatch so (?:very )*good\nexample a => b"))
                .hasMessageContaining("rule x repeats without a bound");
    }

    private static String rewrite(String text, Rule rule) {
        Guarded guarded = Guarded.of(text);
        return Edits.apply(guarded, new Rewriting("test", true, List.of(rule)).edits(guarded));
    }

    private static String light(String text) {
        String now = text;
        for (Strategy strategy : Rules.families()) {
            if (strategy.lossless() && !strategy.name().equals(Rules.TERSE)) {
                Guarded guarded = Guarded.of(now);
                now = Edits.apply(guarded, strategy.edits(guarded));
            }
        }
        return now;
    }
}
