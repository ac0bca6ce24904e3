package dev.sluice.e2e.deploy;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The chart as Helm itself lints and renders it. */
final class Chart {

    static final String RELEASE = "demo";
    static final String NAMESPACE = "llm";

    private static final Path FOLDER = Repo.path("helm", "sluice");
    private static final String KUBERNETES = "1.33.0";

    /** Signing in to the dashboard with an identity provider. */
    static final Map<String, Object> SIGN_IN = Map.of(
            "gateway.signIn.issuer",
            "https://id.example.com",
            "gateway.signIn.jwksUrl",
            "https://id.example.com/certs",
            "gateway.signIn.authorizeUrl",
            "https://id.example.com/auth",
            "gateway.signIn.tokenUrl",
            "https://id.example.com/token",
            "gateway.signIn.clientId",
            "dashboard",
            "gateway.signIn.existingSecret",
            "sign-in");

    private Chart() {}

    /** The values files that stand for ways to install. */
    static List<Path> examples() {
        try (Stream<Path> files = Files.list(FOLDER.resolve("ci"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path example(String name) {
        return FOLDER.resolve("ci").resolve(name + "-values.yaml");
    }

    static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }

    /** Rendered with the values of a file; throws what Helm says when it refuses. */
    static Rendered with(Path values) {
        return with(values, Map.of());
    }

    /** Rendered with the values of a file and more, as {@code --set} takes them. */
    static Rendered with(Path values, Map<String, ?> more) {
        return Rendered.of(text(RELEASE, NAMESPACE, values, more));
    }

    /** As {@link #with}, and what comes and goes with jobs and tests, which Helm keeps apart from a release's manifest. */
    static Rendered withHooks(Path values, Map<String, ?> more) {
        return Rendered.of(text(Unhooked.FOLDER, RELEASE, NAMESPACE, values, more));
    }

    /** The rendered text, byte by byte. */
    static String text(String release, String namespace, Path values, Map<String, ?> more) {
        return text(FOLDER, release, namespace, values, more);
    }

    private static String text(Path chart, String release, String namespace, Path values, Map<String, ?> more) {
        FakeCluster.running();
        TemplateCommand command = new Helm(chart)
                .template()
                .withKubeVersion(KUBERNETES)
                .withName(release)
                .withNamespace(namespace)
                .withValuesFile(values);
        more.forEach(command::set);
        return command.call();
    }

    /** What a person reads after an installation. */
    static String notes(Path values) {
        String output = new Helm(FOLDER)
                .install()
                .clientOnly()
                .withDryRunOption(DryRun.CLIENT)
                .debug()
                .withKubeVersion(KUBERNETES)
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withValuesFile(values)
                .call()
                .getOutput();
        return output.substring(output.indexOf("NOTES:"));
    }

    /** A copy of the chart in which no object is a hook, so that all of them are rendered. */
    private static final class Unhooked {

        static final Path FOLDER = copied(Repo.path("e2e", "target", "chart-without-hooks"));

        private static Path copied(Path to) {
            try (Stream<Path> files = Files.walk(Chart.FOLDER)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path copy = to.resolve(Chart.FOLDER.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    Files.writeString(copy, Repo.read(file).replace("helm.sh/hook: ", "example.com/hook: "));
                }
                return to;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
