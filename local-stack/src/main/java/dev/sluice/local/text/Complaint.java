package dev.sluice.local.text;

/** Something the launcher cannot do, told to a person: what is wrong, and what to do now. */
public final class Complaint extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String remedy;

    /** A complaint with one sentence about what is wrong and one about the remedy. */
    public Complaint(String what, String remedy) {
        super(what);
        this.remedy = remedy;
    }

    /** What to do now; one or more lines. */
    public String remedy() {
        return remedy;
    }
}
