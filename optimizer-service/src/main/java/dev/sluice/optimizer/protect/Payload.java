package dev.sluice.optimizer.protect;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/**
 * Text the prompt wants worked on word for word. "Translate: could you please ..." must keep its politeness: what
 * follows a request for translation, correction, rewriting or counting is protected.
 */
final class Payload {

    private static final Pattern CUE =
            Pattern.compile("(?i)\\b(?:translat(?:e|ion of)|proof-?read|paraphras(?:e|ing)|rephras(?:e|ing)"
                    + "|re-?writ(?:e|ing)|re-?word|spell-?check|edit(?:ing)? (?:the|this|my|these)"
                    + "|(?:correct|fix|improve|check|analy[sz]e) (?:the |this |my |any |all |these )?"
                    + "(?:following|text|wording|tone|grammar|grammatical|spelling|paragraph|sentences?|e-?mail|letter|message|style)"
                    + "|count (?:the |how many )|how many (?:words|times|letters|characters|sentences)"
                    + "|word for word|verbatim|letter by letter|in reverse|backwards?"
                    + "|following (?:text|sentences?|paragraph|passage|message|e-?mail|letter|poem|lyrics))\\b");

    private static final Pattern UPWARDS = Pattern.compile("(?i)\\b(?:above|preceding|previous|earlier)\\b");

    private Payload() {}

    /**
     * Where that text begins: after the first colon or line end behind the cue; at 0 when nothing follows or the cue
     * points upwards; the text's length when nothing asks for it.
     */
    static int start(String text) {
        Matcher cue = CUE.matcher(text);
        if (!cue.find()) {
            return text.length();
        }
        int first = cue.end();
        while (first < text.length() && text.charAt(first) != ':' && text.charAt(first) != '\n') {
            first++;
        }
        boolean follows = first < text.length() && !text.substring(first + 1).isBlank();
        boolean upwards = UPWARDS.matcher(text.substring(cue.start(), first)).find();
        return follows && !upwards ? first + 1 : 0;
    }
}
