package dev.sluice.local;

import dev.sluice.local.process.FakeService;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;

/** A repository whose services and broker are {@link FakeService}s, freshly built. */
final class FakeHome {

    private static final List<String> SERVICES =
            List.of("gateway-service", "cache-service", "optimizer-service", "worker-service", "analytics-service");
    private static final String BROKER =
            "package dev.sluice.local.broker; public class Broker { public static void main(String[] args) throws"
                    + " Exception { dev.sluice.local.process.FakeService.main(args); } }";

    private final Path root;

    FakeHome(Path root) throws IOException {
        this.root = root;
        write("pom.xml", "<artifactId>sluice</artifactId>\n<version>1.2.3</version>");
        write("local-stack/pom.xml", "");
        maven("exit 1");
        for (String service : SERVICES) {
            jar(root.resolve(service).resolve("target/quarkus-app/quarkus-run.jar"));
        }
        Files.createDirectories(root.resolve("local-stack/target/lib"));
        brokerJar();
    }

    Path root() {
        return root;
    }

    Path gatewayJar() {
        return root.resolve("gateway-service/target/quarkus-app/quarkus-run.jar");
    }

    /** What {@code ./mvnw} does. */
    void maven(String script) throws IOException {
        Path mvnw = write("mvnw", "#!/bin/sh\n" + script + "\n");
        if (!mvnw.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + mvnw + " executable");
        }
    }

    private void brokerJar() throws IOException {
        Path source = write("build/src/Broker.java", BROKER);
        Path classes = Files.createDirectories(root.resolve("build/classes"));
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", "target/test-classes", "-d", classes.toString(), source.toString());
        if (failed != 0) {
            throw new IOException("the fake broker does not compile");
        }
        Path jar = root.resolve("local-stack/target/sluice-local-stack-1.2.3.jar");
        try (var out = new JarOutputStream(created(jar))) {
            add(out, "dev/sluice/local/broker/Broker.class", classes.resolve("dev/sluice/local/broker/Broker.class"));
            addFake(out);
        }
    }

    private static void jar(Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        try (var out = new JarOutputStream(created(file), manifest)) {
            addFake(out);
        }
    }

    private static void addFake(JarOutputStream out) throws IOException {
        String name = FakeService.class.getName().replace('.', '/') + ".class";
        add(out, name, Path.of("target/test-classes", name));
    }

    private static void add(JarOutputStream out, String name, Path file) throws IOException {
        out.putNextEntry(new JarEntry(name));
        Files.copy(file, out);
        out.closeEntry();
    }

    private static OutputStream created(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.newOutputStream(file);
    }

    private Path write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
