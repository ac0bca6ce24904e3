package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every library that is shipped has a licence, and one that fits. Reads {@code target/bom.json} of each service, which
 * {@code -Pci} writes, as {@code ./sluice test} does.
 */
class LicencesIT {

    @Test
    void everyLibraryHasALicenceThatFits() {
        Map<String, Set<String>> shipped = Licences.shipped();

        assertThat(shipped).hasSizeGreaterThan(100);
        assertThat(shipped)
                .allSatisfy((library, licences) -> assertThat(Licences.isFit(licences))
                        .as("%s has a licence that fits among %s", library, licences)
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GPL-3.0-only",
                "AGPL-3.0",
                "SSPL-1.0",
                "Limited Commercial License",
                "GNU General Public License v2"
            })
    void aLicenceThatAsksForMoreDoesNotFit(String licence) {
        assertThat(Licences.isFit(Set.of(licence))).isFalse();
        assertThat(Licences.isFit(Set.of(licence, "Apache-2.0")))
                .as("one of two may be chosen")
                .isTrue();
        assertThat(Licences.isFit(Set.of())).as("none at all").isFalse();
    }

    @Test
    void theReportIsWrittenForReleases() throws IOException {
        String report = Licences.report(Licences.shipped());

        Files.writeString(Repo.path("e2e", "target", "licences.md"), report);

        assertThat(report).contains("Apache", "org.apache.kafka:kafka-clients:", "org.duckdb:duckdb_jdbc:");
    }
}
