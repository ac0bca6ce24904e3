package dev.sluice.local.doctor;

import dev.sluice.local.build.Freshness;
import dev.sluice.local.build.Part;
import java.util.List;

/** Whether what would be started was built from the sources as they are. */
final class BuildLook {

    private BuildLook() {}

    static List<Finding> at(Patient patient) {
        List<String> stale = Freshness.stale(patient.home(), Part.OF_THE_STACK).stream()
                .map(Part::name)
                .toList();
        return List.of(
                stale.isEmpty()
                        ? Finding.well("Everything is built from the sources as they are")
                        : Finding.doubtful(
                                "Not built, or older than the sources: " + String.join(", ", stale),
                                "./sluice up builds them first; by hand: ./mvnw -DskipTests package."));
    }
}
