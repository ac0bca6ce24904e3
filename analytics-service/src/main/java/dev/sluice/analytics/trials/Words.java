package dev.sluice.analytics.trials;

/** Parts of what is said to people. */
final class Words {

    private static final int LONGEST = 60;

    private Words() {}

    /** What somebody wrote, short enough to be told back. */
    static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    }
}
