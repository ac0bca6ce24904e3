package dev.sluice.optimizer.choice;

import dev.sluice.contracts.optimize.RouteAdvice;
import dev.sluice.contracts.optimize.RouteAdvice.Choice;
import dev.sluice.contracts.optimize.RouteAdvice.Reason;

/**
 * Chooses by what a strong call gains for its price. A question unlike all that is known goes to the strong model, and so
 * does every question when the strong model costs no more.
 */
final class Chooser {

    /** A short question with an answer of some paragraphs: what the cut was chosen for. */
    private static final long USUAL_PROMPT = 300;

    private static final long USUAL_ANSWER = 300;

    /** Money moves the cut by this factor at most: the estimate is of rightness, not of worth. */
    private static final double MOST = 1.5;

    /** What one call of each model costs beside the other, in nano-USD. */
    record Cost(long cheap, long strong, long usualCheap, long usualStrong) {

        /** Nobody knows the prices. */
        static final Cost UNKNOWN = new Cost(0, 1, 0, 1);

        boolean strongIsDearer() {
            return strong > cheap;
        }

        /** How much dearer a strong call is for this question than for a usual one. */
        double factor() {
            double usual = Math.max(1, usualStrong - usualCheap);
            return Math.clamp((strong - cheap) / usual, 1 / MOST, MOST);
        }
    }

    private final double cut;

    /** A chooser that keeps a part of the strong model's quality. */
    Chooser(RouteModel model, double quality) {
        this.cut = model.cuts().at(quality);
    }

    static long usualPrompt() {
        return USUAL_PROMPT;
    }

    static long usualAnswer() {
        return USUAL_ANSWER;
    }

    /**
     * The advice.
     *
     * @param estimate of the question, as the tenant's own experience corrects it
     * @param shift what that correction adds to the gain
     * @param explores whether the other model is to be tried for once
     */
    RouteAdvice advise(RouteModel.Estimate estimate, double shift, Cost cost, boolean explores) {
        if (!cost.strongIsDearer()) {
            return said(Choice.STRONG, estimate, Reason.PRICE);
        }
        if (estimate.novel()) {
            return said(Choice.STRONG, estimate, Reason.NOVEL);
        }
        double needed = cut > 0 ? cut * cost.factor() : cut;
        boolean strong = estimate.gain() + shift >= needed;
        if (explores) {
            return said(strong ? Choice.CHEAP : Choice.STRONG, estimate, Reason.EXPLORATION);
        }
        return said(strong ? Choice.STRONG : Choice.CHEAP, estimate, Reason.GAIN);
    }

    private static RouteAdvice said(Choice choice, RouteModel.Estimate estimate, Reason reason) {
        return new RouteAdvice(choice, rounded(estimate.cheap()), rounded(estimate.strong()), reason);
    }

    private static double rounded(double probability) {
        return Math.round(probability * 1000) / 1000.0;
    }
}
