package dev.sluice.optimizer.protect;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text the prompt wants worked on word for word. "Translate: could you please ..." must keep its politeness: what
 * follows a request for translation, correction, rewriting or counting is protected.
 */
final class Payload {

    private static final int WINDOW = 80;
    private static final int LONGEST_FIRST_WORD = 12;

    /** The words a cue can begin with; only there is the pattern tried. */
    private static final Set<String> FIRST_WORDS = Set.of(
            "translate",
            "translation",
            "translating",
            "proof",
            "proofread",
            "proofreading",
            "paraphrase",
            "paraphrasing",
            "rephrase",
            "rephrasing",
            "re",
            "rewrite",
            "rewriting",
            "reword",
            "rewording",
            "spell",
            "spellcheck",
            "edit",
            "editing",
            "correct",
            "fix",
            "improve",
            "check",
            "analyse",
            "analyze",
            "count",
            "how",
            "word",
            "verbatim",
            "letter",
            "reverse",
            "backward",
            "backwards",
            "following",
            "transcribe",
            "polish");

    private static final Pattern CUE = Pattern.compile("(?i)(?:translat(?:e|ing)|transcribe|polish|proof-?read(?:ing)?"
            + "|paraphras(?:e|ing)|rephras(?:e|ing)|re-?writ(?:e|ing)|re-?word(?:ing)?|spell-?check"
            + "|edit(?:ing)? (?:the|this|my|these)"
            + "|(?:correct|fix|improve|check|analy[sz]e) (?:the |this |my |any |all |these )?"
            + "(?:following|text|wording|tone|grammar|grammatical|spelling|paragraph|sentences?|e-?mail|letter|message|style)"
            + "|count (?:the|how many)|how many (?:words|times|letters|characters|sentences)"
            + "|word for word|verbatim|letter by letter|reverse (?:the|this|these|each)|backwards"
            + "|following (?:text|sentences?|paragraph|passage|message|e-?mail|letter|poem|lyrics))\\b");

    private static final Pattern UPWARDS = Pattern.compile("(?i)\\b(?:above|preceding|previous|earlier)\\b");

    private Payload() {}

    /**
     * Where that text begins: after the first colon or line end behind the cue; at 0 when nothing follows or the cue
     * points upwards; the text's length when nothing asks for it.
     */
    static int start(String text) {
        int at = 0;
        while (at < text.length()) {
            if (!Character.isLetter(text.charAt(at))) {
                at++;
                continue;
            }
            int end = at + 1;
            while (end < text.length() && Character.isLetter(text.charAt(end))) {
                end++;
            }
            if (end - at <= LONGEST_FIRST_WORD
                    && FIRST_WORDS.contains(text.substring(at, end).toLowerCase(Locale.ROOT))) {
                Matcher cue = CUE.matcher(text.substring(at, Math.min(text.length(), at + WINDOW)));
                if (cue.lookingAt()) {
                    return behind(text, at, at + cue.end());
                }
            }
            at = end;
        }
        return text.length();
    }

    private static int behind(String text, int cueStart, int cueEnd) {
        int first = cueEnd;
        while (first < text.length() && text.charAt(first) != ':' && text.charAt(first) != '\n') {
            first++;
        }
        int content = first + 1;
        while (content < text.length() && Character.isWhitespace(text.charAt(content))) {
            content++;
        }
        boolean upwards = UPWARDS.matcher(text.substring(cueStart, Math.min(first, cueStart + 2 * WINDOW)))
                .find();
        return content < text.length() && !upwards ? first + 1 : 0;
    }
}
