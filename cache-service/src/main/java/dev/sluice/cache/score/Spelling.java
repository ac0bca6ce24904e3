package dev.sluice.cache.score;

/** Whether one word is another with a slip of the finger. */
final class Spelling {

    private static final int SHORTEST = 5;

    private Spelling() {}

    /**
     * One letter added, left out, changed, or two neighbours swapped (Damerau), in words of five letters or more that
     * begin alike.
     */
    static boolean isTypo(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        int a = one.length();
        int b = other.length();
        if (a < SHORTEST || b < SHORTEST || Math.abs(a - b) > 1) {
            return false;
        }
        int prefix = 0;
        while (prefix < Math.min(a, b) && one.charAt(prefix) == other.charAt(prefix)) {
            prefix++;
        }
        int suffix = 0;
        while (suffix < Math.min(a, b) - prefix && one.charAt(a - 1 - suffix) == other.charAt(b - 1 - suffix)) {
            suffix++;
        }
        int restA = a - prefix - suffix;
        int restB = b - prefix - suffix;
        boolean swapped = restA == 2
                && restB == 2
                && one.charAt(prefix) == other.charAt(prefix + 1)
                && one.charAt(prefix + 1) == other.charAt(prefix);
        return swapped || (restA <= 1 && restB <= 1);
    }

    /** Whether both begin alike for so long that one is a form of the other, as invest and investor. */
    static boolean isKin(String one, String other) {
        int longer = Math.max(one.length(), other.length());
        int shorter = Math.min(one.length(), other.length());
        if (shorter < SHORTEST || 10 * shorter < 7 * longer) {
            return false;
        }
        int prefix = 0;
        while (prefix < shorter && one.charAt(prefix) == other.charAt(prefix)) {
            prefix++;
        }
        return prefix >= SHORTEST && 10 * prefix >= 7 * longer;
    }
}
