package dev.sluice.optimizer.text;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.HashMap;
import java.util.Map;

/** Counts tokens as OpenAI's o200k_base encoding does; text that spells a special token counts as ordinary text. */
public final class Tokens {

    private static final int WORTH_SPLITTING = 512;

    private final Encoding encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

    /** How many tokens a text has. */
    public int count(String text) {
        return text.isEmpty() ? 0 : encoding.countTokensOrdinary(text);
    }

    /** A counter that remembers lines, for a long text that is counted again after small changes. */
    public Counter counter() {
        return new Counter();
    }

    /**
     * Counts the versions of one text. Lines are counted apart where the encoding never joins them: before a character
     * that is neither blank nor a slash, behind a line end. Used by one thread.
     */
    public final class Counter {

        private final Map<String, Integer> lines = new HashMap<>();

        private Counter() {}

        /** How many tokens a version has; the same as {@link Tokens#count}. */
        public int count(String text) {
            if (text.length() < WORTH_SPLITTING) {
                return Tokens.this.count(text);
            }
            int total = 0;
            int from = 0;
            for (int at = 1; at <= text.length(); at++) {
                if (at == text.length() || (text.charAt(at - 1) == '\n' && standsAlone(text.charAt(at)))) {
                    total += lines.computeIfAbsent(text.substring(from, at), Tokens.this::count);
                    from = at;
                }
            }
            return total;
        }

        private static boolean standsAlone(char c) {
            return !Character.isWhitespace(c) && c != '/' && c != '\u00a0';
        }
    }
}
