package dev.sluice.optimizer.rewrite;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One rewrite rule of the resource.
 *
 * @param name what it is called in the resource
 * @param family the technique it counts for
 * @param lossless whether it keeps the meaning by proof; the others run only where a question says what matters
 * @param guard where in a text it may match
 * @param pattern what it matches, from its first character on; without unbounded repetition
 * @param firstWords the words it can begin with, lower case
 * @param replacement what it writes, with {@code $1} for groups; empty to remove
 * @param examples what it does
 * @param keeps texts it must leave alone
 */
record Rule(
        String name,
        String family,
        boolean lossless,
        Guard guard,
        Pattern pattern,
        Set<String> firstWords,
        String replacement,
        List<Example> examples,
        List<String> keeps) {

    /** Where a rule may match. */
    enum Guard {
        ANYWHERE,
        TEXT_START,
        SENTENCE_START,
        SENTENCE_END,
        WHOLE_SENTENCE,
        /** Not where a sentence begins, nor behind a comma. */
        INSIDE,
        BEHIND_COMMA;

        static Guard of(String name) {
            return valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
        }
    }

    /** What a rule does with a text; also its test. */
    record Example(String before, String after) {}
}
