package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The images: what is copied is what Maven builds, and nothing runs as root. */
class DockerfileTest {

    static List<String> services() {
        return Repo.SERVICES;
    }

    static Stream<Arguments> dockerfiles() {
        return Repo.SERVICES.stream()
                .flatMap(service -> Stream.of("jvm", "native").map(kind -> Arguments.of(service, kind)));
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void anImageRunsAsAUserWithoutRights(String service, String kind) {
        String file = dockerfile(service, kind);

        assertThat(lines(file, "USER")).containsExactly("10001:10001");
        assertThat(file).contains("SLUICE_DATA_DIR=/data").contains("QUARKUS_HTTP_HOST=0.0.0.0");
        assertThat(file.indexOf("USER")).isGreaterThan(file.lastIndexOf("\nRUN"));
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void theBaseImageHasATagThatSaysWhatItIs(String service, String kind) {
        assertThat(lines(dockerfile(service, kind), "FROM"))
                .singleElement()
                .isEqualTo(
                        kind.equals("jvm")
                                ? "eclipse-temurin:25-jre-noble"
                                : "quay.io/quarkus/ubi9-quarkus-micro-image:2.0");
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void anImageHoldsOnlyItsOwnServiceAndShowsItsPorts(String service, String kind) {
        String file = dockerfile(service, kind);

        assertThat(lines(file, "COPY"))
                .isNotEmpty()
                .allMatch(copy -> copy.replaceFirst("^--chmod=\\d+ ", "").startsWith(service + "-service/target/"));
        String port = KnownSettings.property(service, "quarkus.http.port");
        assertThat(lines(file, "EXPOSE"))
                .containsExactly(
                        service.equals("gateway")
                                ? port + " " + KnownSettings.property(service, "quarkus.management.port")
                                : port);
    }

    @ParameterizedTest
    @MethodSource("services")
    void theJvmImageIsLayeredAndTheProcessGetsTheSignals(String service) {
        String file = dockerfile(service, "jvm");

        assertThat(lines(file, "COPY"))
                .extracting(copy -> copy.split(" ")[0].replace(service + "-service/target/quarkus-app/", ""))
                .containsExactly("lib/", "quarkus-run.jar", "app/", "quarkus/");
        assertThat(lines(file, "ENTRYPOINT"))
                .containsExactly("[\"java\", \"-XX:AOTCache=/app/app.aot\", \"-jar\", \"/app/quarkus-run.jar\"]");
        assertThat(file).contains("-XX:MaxRAMPercentage=").contains("-XX:+ExitOnOutOfMemoryError");
    }

    @ParameterizedTest
    @MethodSource("services")
    void theJvmIsTrainedOnTheServiceWithTheOptionsItWillRunWith(String service) {
        String file = dockerfile(service, "jvm");

        assertThat(file)
                .containsPattern(
                        "RUN --mount=type=bind,source=\\.ci/train,target=/train \\\\\n    bash /train /app /app/app\\.aot "
                                + KnownSettings.property(service, "quarkus.http.port") + " /");
        assertThat(file.indexOf("bash /train"))
                .isGreaterThan(file.indexOf("JAVA_TOOL_OPTIONS="))
                .isGreaterThan(file.lastIndexOf("\nCOPY"));
        assertThat(Repo.path(".ci", "train")).isExecutable();
        assertThat(Repo.read(".dockerignore")).contains("\n!.ci/train\n");
    }

    @ParameterizedTest
    @MethodSource("services")
    void theNativeImageRunsTheExecutable(String service) {
        assertThat(lines(dockerfile(service, "native"), "ENTRYPOINT")).containsExactly("[\"/app/application\"]");
    }

    @ParameterizedTest
    @MethodSource("services")
    void anImageMadeWithoutAContainerEngineRunsAsTheDockerfileSays(String service) {
        String file = dockerfile(service, "jvm");
        String options = file.replaceFirst("(?s).*JAVA_TOOL_OPTIONS=\"([^\"]*)\".*", "$1");

        assertThat(Repo.read(service + "-service/pom.xml"))
                .contains(
                        "<artifactId>quarkus-container-image-jib</artifactId>", "JAVA_TOOL_OPTIONS>" + options + "</");
        assertThat(Repo.read("pom.xml"))
                .contains(
                        "<quarkus.jib.base-jvm-image>" + lines(file, "FROM").getFirst() + "</",
                        "<quarkus.jib.user>" + lines(file, "USER").getFirst() + "</",
                        "<quarkus.jib.working-directory>"
                                + lines(file, "WORKDIR").getFirst() + "</",
                        ".QUARKUS_HTTP_HOST>0.0.0.0</",
                        ".SLUICE_DATA_DIR>/data</");
    }

    @Test
    void theBuildContextHoldsWhatTheImagesCopyAndNoSource() {
        List<String> ignored = Repo.read(".dockerignore")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();

        assertThat(ignored)
                .startsWith("*")
                .contains("!*-service/target/quarkus-app", "!*-service/target/*-runner", "*-service/target/*");
    }

    private static String dockerfile(String service, String kind) {
        return Repo.read(service + "-service/src/main/docker/Dockerfile." + kind);
    }

    private static List<String> lines(String file, String instruction) {
        return Pattern.compile("(?m)^" + instruction + " (.*)$")
                .matcher(file)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
