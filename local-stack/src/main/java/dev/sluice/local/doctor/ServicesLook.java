package dev.sluice.local.doctor;

import dev.sluice.local.process.Probe;
import java.util.ArrayList;
import java.util.List;

/** Whether each service of a running stack is ready. */
final class ServicesLook {

    private ServicesLook() {}

    static List<Finding> at(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        patient.runs().forEach((name, port) -> {
            if (name.endsWith("-service")) {
                findings.add(
                        Probe.http(port, "/health/ready").isReady()
                                ? Finding.well(name + " is ready on port " + port)
                                : Finding.bad(
                                        name + " is not ready on port " + port + ".",
                                        "./sluice logs " + name.replace("-service", "") + " tells why."));
            }
        });
        findings.sort((a, b) -> a.what().compareTo(b.what()));
        return findings;
    }
}
