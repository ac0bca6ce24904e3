package dev.sluice.analytics.experiments;

import java.util.Locale;

/** What an experiment says, in a form that programs and people read. */
public sealed interface Verdict {

    /** One or two sentences. */
    String words();

    /** No verdict: the shares of the variants are not what they were meant to be. */
    record SplitIsOff(double p) implements Verdict {
        @Override
        public String words() {
            return String.format(
                    Locale.ROOT,
                    "No verdict: the variants did not get their shares (p = %.2g). Somebody is lost or counted twice; find out"
                            + " who before reading anything into the figures.",
                    p);
        }
    }

    /** A variant does harm, and should be switched off. */
    record Harm(Finding guardrail, double tolerated) implements Verdict {
        @Override
        public String words() {
            return String.format(
                    Locale.ROOT,
                    "Switch off %s: %s is worse by %s, and no more than %.1f %% is tolerated.",
                    guardrail.variant(),
                    guardrail.metric(),
                    percent(guardrail),
                    100 * tolerated);
        }
    }

    /** Too few units in one of the variants for any statement. */
    record TooFew(long units, long needed) implements Verdict {
        @Override
        public String words() {
            return String.format(
                    Locale.ROOT,
                    "Too few units so far: %,d in the smallest variant, and nothing is said before there are %,d.",
                    units,
                    needed);
        }
    }

    /** Too few units for the one look that was planned. */
    record TooEarly(long units, long planned) implements Verdict {
        @Override
        public String words() {
            return String.format(
                    Locale.ROOT,
                    "Too early: %,d of %,d units. A look before then would find differences that are not there.",
                    units,
                    planned);
        }
    }

    /** A variant is better than the control. */
    record Better(Finding finding) implements Verdict {
        @Override
        public String words() {
            return "%s is better than the control: %s differs by %s."
                    .formatted(finding.variant(), finding.metric(), percent(finding));
        }
    }

    /** A variant is worse than the control, and none is better. */
    record Worse(Finding finding) implements Verdict {
        @Override
        public String words() {
            return "%s is worse than the control: %s differs by %s."
                    .formatted(finding.variant(), finding.metric(), percent(finding));
        }
    }

    /** Nothing was shown; the widest interval tells how large a difference could still hide. */
    record Open(Finding widest) implements Verdict {
        @Override
        public String words() {
            return "No difference is shown. %s of %s differs from the control by %s, which includes none at all."
                    .formatted(widest.metric(), widest.variant(), percent(widest));
        }
    }

    private static String percent(Finding finding) {
        double control = Math.abs(finding.effect().control());
        if (control == 0) {
            return String.format(
                    Locale.ROOT,
                    "%.3g (between %.3g and %.3g)",
                    finding.effect().difference(),
                    finding.interval().low(),
                    finding.interval().high());
        }
        return String.format(
                Locale.ROOT,
                "%+.1f %% (between %+.1f %% and %+.1f %%)",
                100 * finding.effect().relative(),
                100 * finding.interval().low() / control,
                100 * finding.interval().high() / control);
    }
}
