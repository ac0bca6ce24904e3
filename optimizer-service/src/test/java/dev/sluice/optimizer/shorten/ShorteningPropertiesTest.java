package dev.sluice.optimizer.shorten;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.optimize.OptimizeReply.Technique;
import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import dev.sluice.optimizer.protect.JsonRows;
import dev.sluice.optimizer.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;

/** What holds for every prompt: generated ones that mix prose, code, JSON, URLs, numbers, quotes and broken markup. */
class ShorteningPropertiesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Tokens TOKENS = new Tokens();
    private static final Shortening SHORTENING = new Shortening(TOKENS, new Rates(0.6, 0.35, 20));

    /** A part of a prompt; a solid one must come out as it went in. */
    record Part(String text, boolean solid) {}

    @Property(tries = 400)
    void whatIsProtectedSurvivesByteForByteAndInOrderAtLight(@ForAll("parts") List<Part> parts) {
        String out = light(join(parts)).messages().getFirst().content();

        int from = 0;
        for (Part part : parts) {
            if (part.solid()) {
                int at = out.indexOf(part.text(), from);
                assertThat(at).as("%s in: %s", part.text(), out).isNotNegative();
                from = at + part.text().length();
            }
        }
    }

    @Property(tries = 400)
    void atMediumWithoutAQuestionEachSolidPartSurvivesNegationsStayAndASecondRunChangesNothing(
            @ForAll("parts") List<Part> any) {
        List<Part> parts = any.stream()
                .filter(part -> part.solid() || part.text().indexOf('?') < 0)
                .toList();
        var wish = new Wish(Level.MEDIUM, null, null);
        String text = join(parts);
        String out = shorten(text, wish).messages().getFirst().content();

        int from = 0;
        for (Part part : parts) {
            if (part.solid()) {
                int at = out.indexOf(part.text(), from);
                assertThat(at).as("%s in: %s", part.text(), out).isNotNegative();
                from = at + part.text().length();
            }
        }
        for (String negation : List.of("not", "only", "never")) {
            assertThat(out.contains(negation)).as(negation).isEqualTo(text.contains(negation));
        }
        assertThat(shorten(out, wish).messages().getFirst().content()).isEqualTo(out);
    }

    @Property(tries = 200)
    void dataInJsonKeepsItsValuesAtEveryLevelWithoutAQuestion(
            @ForAll @IntRange(min = 3, max = 8) int rows, @ForAll @AlphaChars String word, @ForAll Level level)
            throws Exception {
        var data = new ArrayList<Map<String, Object>>();
        for (int row = 0; row < rows; row++) {
            data.add(new TreeMap<>(Map.of("id", row, "name", word + "  in order to " + row, "price", row + 0.5)));
        }
        String json = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(data);

        String out = shorten("Please add up the prices of these. " + json, new Wish(level, null, null))
                .messages()
                .getFirst()
                .content();

        String kept = out.substring(Math.min(first(out, '['), first(out, '{')));
        assertThat(JSON.readTree(JsonRows.unpack(kept))).isEqualTo(JSON.valueToTree(data));
    }

    private static int first(String text, char c) {
        int at = text.indexOf(c);
        return at < 0 ? Integer.MAX_VALUE : at;
    }

    @Property(tries = 300)
    void codeJsonAndUrlsSurviveAtEveryLevel(@ForAll("parts") List<Part> parts, @ForAll Level level) {
        List<Part> marked = parts.stream()
                .filter(part -> !part.solid() || part.text().matches("(?s)```.*|\\{.*|https?:.*|<.*"))
                .toList();

        String out = shorten(join(marked), new Wish(level, "How does the cache evict entries?", 10))
                .messages()
                .getFirst()
                .content();

        for (Part part : marked) {
            if (part.solid()) {
                assertThat(out).contains(part.text());
            }
        }
    }

    @Property(tries = 400)
    void aSecondRunAtLightChangesNothing(@ForAll("parts") List<Part> parts) {
        String once = light(join(parts)).messages().getFirst().content();

        assertThat(light(once).messages().getFirst().content()).isEqualTo(once);
    }

    @Property(tries = 300)
    void theAnswerIsNeverLongerNeverEmptyAndItsAccountAddsUp(
            @ForAll("anything") String text, @ForAll Level level, @ForAll("targets") Integer target) {
        Shortened shortened = shorten(text, new Wish(level, null, target));
        String out = shortened.messages().getFirst().content();

        assertThat(out.length()).isLessThanOrEqualTo(text.length());
        assertThat(shortened.tokensBefore()).isEqualTo(TOKENS.count(text));
        assertThat(shortened.tokensAfter()).isEqualTo(TOKENS.count(out)).isLessThanOrEqualTo(shortened.tokensBefore());
        assertThat(shortened.techniques().stream()
                        .mapToInt(Technique::tokensRemoved)
                        .sum())
                .isEqualTo(shortened.tokensBefore() - shortened.tokensAfter());
        assertThat(out.isBlank()).isEqualTo(text.isBlank());
        assertThat(shortened.confidence()).isBetween(0.0, 1.0);
        if (shortened.tokensAfter() == shortened.tokensBefore()) {
            assertThat(out).isEqualTo(text);
        }
    }

    @Property(tries = 100)
    void theSamePromptGivesTheSameAnswer(@ForAll("parts") List<Part> parts, @ForAll Level level) {
        var wish = new Wish(level, "How does the cache evict entries?", null);

        assertThat(shorten(join(parts), wish)).isEqualTo(shorten(join(parts), wish));
    }

    @Provide
    Arbitrary<List<Part>> parts() {
        Arbitrary<Part> prose = Arbitraries.of(
                        "Please explain it.",
                        "Could you please tell me how it works, in order to help?",
                        "I want you to act as a librarian.",
                        "Do not write explanations.",
                        "Your task is to write a summary of a wide range of topics.",
                        "Hello there!",
                        "Thank you very much!",
                        "The cache evicts entries that nobody reads.",
                        "It never forgets the newest ones.",
                        "**Tone:** formal",
                        "- Make sure to keep the tone, please",
                        "请解释一下。 Это важно, please. 日本語も",
                        "Two  blanks   and a tab\there, kindly.")
                .map(text -> new Part(text, false));
        Arbitrary<String> word =
                Arbitraries.of("please", "kindly", "in order to", "x  y", "not", "could you please go");
        Arbitrary<Part> solid = Arbitraries.oneOf(
                        word.map(w -> "```\n" + w + "  \n\n\n  " + w + "\n```"),
                        word.map(w -> "`" + w + "`"),
                        word.map(w -> "{\"a\":  \"" + w + "\",\n\n\n \"b\": [1,  2.50, {\"c\": null}]}"),
                        word.map(w -> "https://a.example/" + w.replace(' ', '-') + "?q=in+order+to&please=1"),
                        Arbitraries.doubles().between(-1e6, 1e6).ofScale(2).map(n -> n + " kg"),
                        Arbitraries.integers().between(0, 99999).map(n -> "€" + n),
                        word.map(w -> "\"" + w + "\""),
                        word.map(w -> "{{" + w + "}}"),
                        word.map(w -> "${" + w + "}"),
                        word.map(w -> "<code>" + w + "  </code>"),
                        Arbitraries.of("mailto@please.example", "snake_case_please", "2026-11-20", "v1.2.3"))
                .map(text -> new Part(text, true));
        return Arbitraries.oneOf(prose, solid).list().ofMinSize(1).ofMaxSize(14);
    }

    @Provide
    Arbitrary<String> anything() {
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.of(
                        "```",
                        "`",
                        "``",
                        "~~~\n",
                        "{",
                        "}",
                        "[",
                        "]",
                        "\"",
                        "'",
                        "“",
                        "«",
                        "<",
                        ">",
                        "<code>",
                        "{\"a\":",
                        "\n",
                        "\n\n\n",
                        "  ",
                        "\t",
                        " ",
                        "please ",
                        "Please, ",
                        "in order to ",
                        "I'd like you to ",
                        "Thank you! ",
                        "not ",
                        "5 ",
                        "https://",
                        "**",
                        "- ",
                        "1. ",
                        ". ",
                        "? ",
                        "<|endoftext|>",
                        "你好。",
                        "\ud83d\ude00",
                        "\ud83d",
                        "é",
                        "\u0000",
                        "\r\n",
                        "Translate: ",
                        "a".repeat(60)),
                Arbitraries.strings().ofMaxLength(12));
        return piece.list().ofMaxSize(40).map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<Integer> targets() {
        return Arbitraries.integers().between(1, 60).injectNull(0.5);
    }

    private static String join(List<Part> parts) {
        return parts.stream()
                .map(part -> part.text().startsWith("```") ? "\n" + part.text() + "\n" : part.text())
                .collect(Collectors.joining(parts.size() % 2 == 0 ? " " : "\n\n"));
    }

    private static Shortened light(String text) {
        return shorten(text, new Wish(Level.LIGHT, null, null));
    }

    private static Shortened shorten(String text, Wish wish) {
        return SHORTENING.shorten(List.of(new ChatMessage("user", text)), wish, () -> false);
    }
}
