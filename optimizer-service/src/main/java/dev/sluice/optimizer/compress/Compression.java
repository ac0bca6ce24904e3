package dev.sluice.optimizer.compress;

import dev.sluice.contracts.optimize.CompressReply;
import dev.sluice.contracts.optimize.OptimizeReply.Technique;
import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import dev.sluice.optimizer.shorten.ResponseShortening;
import dev.sluice.optimizer.text.Tokens;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compresses one answer: JSON is packed, prose is cut, and what lost a fact is given up. Pure code. */
final class Compression {

    private final Tokens tokens;
    private final Keys keys;
    private final ResponseShortening prose;

    Compression(Tokens tokens) {
        this.tokens = tokens;
        this.keys = new Keys(tokens);
        this.prose = new ResponseShortening(tokens);
    }

    CompressReply compress(String text, Level level, BooleanSupplier late) {
        int before = tokens.count(text);
        Optional<Keys.Packed> packed = keys.pack(text, level != Level.LIGHT);
        return packed.isPresent() ? ofJson(text, before, packed.get()) : ofProse(text, before, level, late);
    }

    private CompressReply ofJson(String text, int before, Keys.Packed packed) {
        int flat = tokens.count(packed.text());
        int dictionary = packed.dictionary().isEmpty() ? 0 : dictionaryTokens(packed.dictionary());
        int after = flat + dictionary;
        if (after >= before) {
            return unchanged(text, before, null);
        }
        String technique = packed.dictionary().isEmpty() ? "json-minify" : "key-dictionary";
        return new CompressReply(
                packed.text(),
                before,
                after,
                List.of(new Technique(technique, before - after, true)),
                true,
                true,
                packed.dictionary().isEmpty() ? null : packed.dictionary(),
                null);
    }

    private int dictionaryTokens(Map<String, String> dictionary) {
        return lines(dictionary).mapToInt(tokens::count).sum();
    }

    private static Stream<String> lines(Map<String, String> dictionary) {
        return dictionary.entrySet().stream()
                .map(entry -> "\"%s\":\"%s\",".formatted(entry.getKey(), entry.getValue()));
    }

    /** All that has to be read to understand a reply: its text, and its dictionary if it has one. */
    static List<String> read(CompressReply reply) {
        Map<String, String> dictionary = reply.dictionary();
        return Stream.concat(Stream.of(reply.text()), dictionary == null ? Stream.empty() : lines(dictionary))
                .toList();
    }

    private CompressReply ofProse(String text, int before, Level level, BooleanSupplier late) {
        ResponseShortening.Cut cut = prose.cut(text, level, late);
        if (cut.tokens() >= before) {
            return unchanged(text, before, null);
        }
        Optional<String> lost = Facts.lost(text, cut.text());
        if (lost.isPresent()) {
            return unchanged(text, before, lost.get());
        }
        boolean layoutOnly =
                cut.techniques().stream().allMatch(used -> used.name().equals("whitespace"));
        return new CompressReply(cut.text(), before, cut.tokens(), cut.techniques(), true, layoutOnly, null, null);
    }

    private static CompressReply unchanged(String text, int tokens, @Nullable String refused) {
        return new CompressReply(text, tokens, tokens, List.of(), false, true, null, refused);
    }
}
