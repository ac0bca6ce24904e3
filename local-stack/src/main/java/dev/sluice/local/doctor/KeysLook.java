package dev.sluice.local.doctor;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Providers' keys and whether the providers can be reached; who may read our own secrets. */
final class KeysLook {

    private static final String OWN_KEY = "sk-sl-";
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private record Provider(String name, String key, String url, String usual) {}

    private static final List<Provider> PROVIDERS = List.of(
            new Provider("OpenAI", "OPENAI_API_KEY", "OPENAI_BASE_URL", "https://api.openai.com/v1"),
            new Provider("Anthropic", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "https://api.anthropic.com"));

    private KeysLook() {}

    static List<Finding> at(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        PROVIDERS.forEach(provider -> patient.variable(provider.key())
                .filter(key -> !key.startsWith(OWN_KEY))
                .ifPresent(key -> findings.add(reached(
                        provider.name(), patient.variable(provider.url()).orElse(provider.usual())))));
        patient.variable("OLLAMA_BASE_URL").ifPresent(url -> findings.add(reached("Ollama", url)));
        if (findings.isEmpty()) {
            findings.add(Finding.doubtful(
                    "No provider is named: only the built-in model called local answers.",
                    "Export OPENAI_API_KEY, ANTHROPIC_API_KEY or OLLAMA_BASE_URL before ./sluice up."));
        }
        findings.addAll(readable(patient.data().secrets()));
        return findings;
    }

    private static Finding reached(String name, String url) {
        try {
            URI address = URI.create(url);
            int port = address.getPort() > 0 ? address.getPort() : "http".equals(address.getScheme()) ? HTTP : HTTPS;
            Line.connect(address.getHost(), port, false).close();
            return Finding.well(name + " can be reached at " + address.getHost() + ":" + port);
        } catch (IllegalArgumentException | IOException e) {
            return Finding.doubtful(
                    name + " cannot be reached at " + url + ": " + Line.reason(e),
                    "Look at the address, DNS, and whether this machine needs a proxy to go out.");
        }
    }

    private static List<Finding> readable(Path secrets) {
        if (!Files.isDirectory(secrets)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(secrets)) {
            return Stream.concat(Stream.of(secrets), files)
                    .filter(KeysLook::isOpen)
                    .sorted()
                    .map(file -> Finding.bad(
                            file + " can be read by others on this machine.",
                            "chmod " + (Files.isDirectory(file) ? "700 " : "600 ") + file
                                    + "; if others may have read it, make a new one (docs/operations.md)."))
                    .toList();
        } catch (IOException e) {
            return List.of(Finding.bad(secrets + " cannot be read.", "Make it yours: chmod 700 " + secrets + "."));
        }
    }

    private static boolean isOpen(Path file) {
        try {
            Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
            return allowed.contains(PosixFilePermission.GROUP_READ)
                    || allowed.contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
