package dev.sluice.optimizer.shorten;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An order that a provider's prompt cache likes. Providers charge less for a prompt that begins, token by token, as an
 * earlier one did. A paragraph that says the time of the call or names the call ("Current date: 2026-11-30") at the top of
 * long instructions makes every call differ from there on; here it goes to their end.
 *
 * <p>It moves only where order carries no meaning: the paragraph is one line, a label and a value; it introduces nothing;
 * something longer stands behind it; and nothing in the instructions points to a place ("above", "the following").
 */
final class StableFirst {

    private static final int LONGEST_LINE = 120;

    /** Below so many characters no provider caches a prefix (OpenAI and Anthropic: 1,024 tokens). */
    private static final int WORTH_CACHING = 4_096;

    private static final Pattern OF_THIS_CALL = Pattern.compile(
            "(?i)(?:(?:the )?(?:current|today'?s|local|request) (?:date|time|day|timestamp)(?: and time)?|today|now|timestamp"
                    + "|(?:session|request|conversation|user|trace)[ -]?id)(?: is)?(?: ?: ?| is |=).{1,80}");
    private static final Pattern POINTS_TO_A_PLACE = Pattern.compile(
            "(?i)\\b(?:above|below|following|previous|preceding|earlier|later|first|last|next|aforementioned)\\b");
    private static final Pattern GAP = Pattern.compile("\n[ \t]*\n");

    private StableFirst() {}

    /** The instructions in their best order; as they are when nothing may or need be moved. */
    static String of(String text) {
        if (text.length() < WORTH_CACHING
                || text.indexOf("```") >= 0
                || POINTS_TO_A_PLACE.matcher(text).find()) {
            return text;
        }
        List<String> stay = new ArrayList<>();
        List<String> move = new ArrayList<>();
        for (String paragraph : GAP.split(text, -1)) {
            (isOfThisCall(paragraph.strip()) ? move : stay).add(paragraph);
        }
        if (move.isEmpty() || stay.isEmpty() || isAtTheEnd(text, move)) {
            return text;
        }
        stay.addAll(move);
        return String.join("\n\n", stay);
    }

    private static boolean isOfThisCall(String paragraph) {
        return paragraph.length() <= LONGEST_LINE
                && paragraph.indexOf('\n') < 0
                && !paragraph.endsWith(":")
                && OF_THIS_CALL.matcher(paragraph).matches();
    }

    private static boolean isAtTheEnd(String text, List<String> moved) {
        return text.endsWith(String.join("\n\n", moved));
    }
}
