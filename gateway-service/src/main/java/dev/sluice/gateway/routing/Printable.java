package dev.sluice.gateway.routing;

import java.util.regex.Pattern;

/** Names as they may stand in a header: whatever callers wrote, they cannot tear it apart. */
public final class Printable {

    private static final Pattern NOT_PRINTABLE = Pattern.compile("[^\\x21-\\x7e]");

    private Printable() {}

    /** The text with a question mark for each character that is no visible ASCII. */
    public static String of(CharSequence text) {
        return NOT_PRINTABLE.matcher(text).replaceAll("?");
    }
}
