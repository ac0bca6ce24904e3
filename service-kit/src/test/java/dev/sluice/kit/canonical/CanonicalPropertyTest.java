package dev.sluice.kit.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CanonicalPropertyTest {

    private static final Pattern NUMBER = Pattern.compile("\\p{N}+");
    private static final Pattern NEGATION =
            Pattern.compile("n't\\b|n\u2019t\\b|\\bnot\\b|\\bnever\\b|\\bcannot\\b|\\bno\\b");

    private final Canonical canonical = Canonical.standard();

    @Property(tries = 2000)
    void theCanonicalFormOfACanonicalFormIsItself(@ForAll("questions") String text) {
        String once = canonical.of(text);
        assertThat(canonical.of(once)).isEqualTo(once);
    }

    @Property(tries = 2000)
    void anyTextAtAllReachesItsFormAtOnce(@ForAll String text) {
        String once = canonical.of(text);
        assertThat(canonical.of(once)).isEqualTo(once);
    }

    @Property(tries = 4000)
    void textsWithOtherNumbersOrNegationsAreNeverMerged(
            @ForAll("questions") String one, @ForAll("questions") String other) {
        Assume.that(!numbers(one).equals(numbers(other)) || negations(one) != negations(other));
        assertThat(canonical.of(one)).isNotEqualTo(canonical.of(other));
    }

    @Property(tries = 2000)
    void noNumberAndNoNegationGetsLost(@ForAll("questions") String text) {
        String form = canonical.of(text);
        assertThat(numbers(form)).isEqualTo(numbers(text));
        assertThat(negations(form)).isEqualTo(negations(text));
    }

    @Provide
    Arbitrary<String> questions() {
        Arbitrary<String> piece = Arbitraries.of(
                "hi",
                "hello there,",
                "Please",
                "could you tell me",
                "how",
                "what's",
                "is",
                "the",
                "can't",
                "cannot",
                "don't",
                "not",
                "never",
                "no",
                "5",
                "5!",
                "10",
                "3.5",
                "\u00bd",
                "2\u00b2",
                "v1.2",
                "US",
                "us",
                "?",
                "!",
                "...",
                ",",
                "thanks",
                "please",
                "thank you",
                "I'm",
                "reset",
                "Password",
                "don\u2019t",
                "won't",
                "isn't",
                "-",
                "\u2013",
                " ",
                "quick question:",
                "tell me",
                "i was wondering",
                "if",
                "good morning!");
        return piece.list()
                .ofMinSize(1)
                .ofMaxSize(7)
                .map(pieces -> String.join(" ", pieces))
                .filter(t -> !t.isBlank());
    }

    private static List<String> numbers(String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = NUMBER.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static long negations(String text) {
        return NEGATION.matcher(text.toLowerCase(Locale.ROOT)).results().count();
    }
}
