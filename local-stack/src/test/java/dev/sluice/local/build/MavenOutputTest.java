package dev.sluice.local.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MavenOutputTest {

    private final MavenOutput output = new MavenOutput();

    private void accept(String lines) {
        lines.lines().forEach(output::accept);
    }

    @Test
    void theModuleAndTheDownloadsAreCounted() {
        accept("""
                [INFO] Scanning for projects...
                [INFO] Downloading from central: https://example.org/a.pom
                [INFO] Downloaded from central: https://example.org/a.pom (1 kB at 2 kB/s)
                [INFO] Building Sluice: gateway service 0.1.0-SNAPSHOT                       [4/8]
                [INFO] Downloaded from central: https://example.org/b.jar (1 kB at 2 kB/s)
                [INFO] Building jar: /x/sluice-gateway-service-0.1.0-SNAPSHOT.jar""");

        assertThat(output.downloads()).isEqualTo(2);
        assertThat(output.current()).map(MavenOutput.Step::position).contains("module 4 of 8, gateway service");
    }

    @Test
    void aBuildOfOneModuleHasNoCount() {
        accept("[INFO] Building Sluice: local stack 0.1.0-SNAPSHOT");

        assertThat(output.current()).map(MavenOutput.Step::position).contains("module 1 of 1, local stack");
    }

    @Test
    void testsAreCountedFromTheTotalsOnly() {
        accept("""
                [INFO] Building Sluice: contracts 0.1.0-SNAPSHOT                       [1/2]
                [INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.1 s -- in dev.sluice.ATest
                [INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0
                [INFO] Building Sluice: testkit 0.1.0-SNAPSHOT                         [2/2]
                [ERROR] Tests run: 4, Failures: 1, Errors: 1, Skipped: 1
                [INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0""");

        assertThat(output.tests()).isEqualTo("9 tests, 2 failed, 1 skipped");
    }

    @Test
    void whatPassedOnlyTheSecondTimeIsTold() {
        accept("[WARNING] Tests run: 5, Failures: 0, Errors: 0, Skipped: 0, Flakes: 2");

        assertThat(output.tests()).isEqualTo("5 tests, 2 only the second time");
    }

    @Test
    void errorsAreKeptWithoutMavensAdviceAboutItself() {
        accept("""
                [ERROR] COMPILATION ERROR :
                [ERROR] /x/Foo.java:[3,5] cannot find symbol
                [ERROR]
                [ERROR] /x/Foo.java:[3,5] cannot find symbol
                [ERROR] -> [Help 1]
                [ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
                [ERROR] For more information about the errors and possible solutions, please read the following""");

        assertThat(output.errors()).containsExactly("COMPILATION ERROR :", "/x/Foo.java:[3,5] cannot find symbol");
    }
}
