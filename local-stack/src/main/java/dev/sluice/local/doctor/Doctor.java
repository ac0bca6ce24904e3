package dev.sluice.local.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** All looks in the order in which a person would mend things: the machine first, what is far away last. */
public final class Doctor {

    private static final List<Function<Patient, List<Finding>>> LOOKS = List.of(
            MachineLook::at,
            BuildLook::at,
            PortsLook::at,
            SettingsLook::at,
            KeysLook::at,
            KafkaLook::at,
            RedisLook::at,
            ServicesLook::at);

    private Doctor() {}

    /** What all looks showed. A look that fails itself is a finding too. */
    public static List<Finding> examine(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        LOOKS.forEach(look -> findings.addAll(look.apply(patient)));
        return findings;
    }

    /** The findings as text, with a line at the end that sums them up. */
    public static String report(List<Finding> findings) {
        var text = new StringBuilder();
        findings.forEach(finding -> text.append(finding.text()).append('\n'));
        long bad = count(findings, Finding.Grade.BAD);
        long doubtful = count(findings, Finding.Grade.DOUBTFUL);
        return text.append('\n')
                .append(bad + doubtful == 0 ? "All is well." : bad + " to mend, " + doubtful + " to think about.")
                .toString();
    }

    /** Whether nothing is bad. */
    public static boolean isWell(List<Finding> findings) {
        return count(findings, Finding.Grade.BAD) == 0;
    }

    private static long count(List<Finding> findings, Finding.Grade grade) {
        return findings.stream().filter(finding -> finding.grade() == grade).count();
    }
}
