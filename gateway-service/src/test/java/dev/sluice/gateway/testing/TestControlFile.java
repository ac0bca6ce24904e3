package dev.sluice.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** The control file of the gateway under test. */
public final class TestControlFile implements QuarkusTestResourceLifecycleManager {

    /** The key whose hash, with the pepper of tests, stands in the file. */
    public static final String KEY = "sk-sl-fromfile-0123456789";

    public static final String CONTENT = """
            keys:
              fromfile:
                hash: 78cfbbcd3b6ac369f8970f6176a0517d878cf718135906d265fa221cd8f6ae02
                tenant: tenant-of-the-file
                scopes: [chat]
                models: ["gpt-4o*"]
            tenants:
              tenant-of-the-file:
                tier: pro
            """;

    private final Path path = Path.of("target", "test-control.yaml").toAbsolutePath();

    @Override
    public Map<String, String> start() {
        write(CONTENT);
        return Map.of("sluice.gateway.control-file", path.toString());
    }

    /** Replaces the file at once. */
    public void write(String content) {
        try {
            Files.createDirectories(path.getParent());
            Path half = Files.writeString(path.resolveSibling("test-control.yaml.new"), content);
            Files.move(half, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(TestControlFile.class));
    }

    @Override
    public void stop() {}
}
