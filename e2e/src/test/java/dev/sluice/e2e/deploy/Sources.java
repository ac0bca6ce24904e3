package dev.sluice.e2e.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        try (Stream<Path> files = Files.walk(Repo.path(service + "-service", "src", "main"))) {
            files.filter(file -> file.toString().matches(".*\\.(java|properties)"))
                    .map(Repo::read)
                    .flatMap(text -> PEER.matcher(text).results())
                    .forEach(match -> peers.add(match.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        peers.remove(service);
        return peers;
    }
}
