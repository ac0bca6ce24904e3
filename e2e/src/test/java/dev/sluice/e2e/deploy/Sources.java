package dev.sluice.e2e.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the sources of a service say about whom it calls. */
final class Sources {

    /** {@code peers.cache()} in Java, {@code sluice.peers.cache} in a settings file. */
    private static final Pattern PEER = Pattern.compile(
            "(?:peers(?:\\(\\))?\\s*\\.\\s*|PeersConfig::)(gateway|cache|optimizer|worker|analytics)\\b");

    private Sources() {}

    /** The services that one asks for by their base URL, itself left out. */
    static Set<String> peersOf(String service) {
        var peers = new TreeSet<String>();
        of(service).stream().flatMap(text -> PEER.matcher(text).results()).forEach(match -> peers.add(match.group(1)));
        peers.remove(service);
        return peers;
    }

    /** Quarkus moves health to the management port where there is one, unless told otherwise or routed by the service. */
    static boolean answersHealthOnItsMainPort(String service) {
        return !KnownSettings.property(service, "quarkus.management.enabled").equals("true")
                || KnownSettings.property(service, "quarkus.smallrye-health.management.enabled")
                        .equals("false")
                || of(service).stream()
                        .anyMatch(text -> text.contains("\"/health/live\"") && text.contains("\"/health/ready\""));
    }

    private static List<String> of(String service) {
        try (Stream<Path> files = Files.walk(Repo.path(service + "-service", "src", "main"))) {
            return files.filter(file -> file.toString().matches(".*\\.(java|properties)"))
                    .map(Repo::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
