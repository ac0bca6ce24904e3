package dev.sluice.local.doctor;

/**
 * What a look showed.
 *
 * @param grade how bad it is
 * @param what what is there, in a sentence
 * @param remedy what to do now; empty when all is well
 */
public record Finding(Grade grade, String what, String remedy) {

    /** From well to bad; only the last makes the command fail. */
    public enum Grade {
        /** As it should be. */
        WELL("ok"),
        /** It works, but less than it could, or not for long. */
        DOUBTFUL("warn"),
        /** It does not work, or loses something. */
        BAD("BAD");

        private final String word;

        Grade(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Finding well(String what) {
        return new Finding(Grade.WELL, what, "");
    }

    static Finding doubtful(String what, String remedy) {
        return new Finding(Grade.DOUBTFUL, what, remedy);
    }

    static Finding bad(String what, String remedy) {
        return new Finding(Grade.BAD, what, remedy);
    }

    /** As a person reads it: one line, and under it the remedy. */
    String text() {
        String line = String.format("%-5s %s", grade.word(), what);
        return remedy.isEmpty() ? line : line + "\n" + remedy.indent(6).stripTrailing();
    }
}
