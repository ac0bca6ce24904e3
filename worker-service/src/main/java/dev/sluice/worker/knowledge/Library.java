package dev.sluice.worker.knowledge;

import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.worker.Digests;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** All tenants' documents, each tenant's in an index of its own. Written by one thread, read by many. */
final class Library implements AutoCloseable {

    /** A tenant's part. */
    private static final class Shelf {
        private final TenantIndex index;
        private final Map<String, DocumentInfo> documents = new ConcurrentSkipListMap<>();
        private final AtomicLong characters = new AtomicLong();

        Shelf(TenantIndex index) {
            this.index = index;
        }
    }

    private final Path folder;
    private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();
    private final Set<String> stale = ConcurrentHashMap.newKeySet();

    /**
     * @param folder made when missing and emptied: the topic is the truth
     */
    Library(Path folder) {
        this.folder = folder;
        try {
            clear(folder);
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The folder %s for the knowledge index cannot be written. Set sluice.data.dir to one that can."
                            .formatted(folder),
                    e);
        }
    }

    void put(Document document) {
        Shelf shelf = shelves.computeIfAbsent(document.tenant(), this::newShelf);
        int passages = shelf.index.put(document);
        int length = document.text().length();
        DocumentInfo before = shelf.documents.put(
                document.id(),
                new DocumentInfo(
                        document.id(), document.title(), document.url(), length, passages, document.updatedAt(), null));
        shelf.characters.addAndGet(length - (before == null ? 0 : before.characters()));
        stale.add(document.tenant());
    }

    void remove(String tenant, String id) {
        Shelf shelf = shelves.get(tenant);
        DocumentInfo gone = shelf == null ? null : shelf.documents.remove(id);
        if (shelf != null && gone != null) {
            shelf.index.remove(id);
            shelf.characters.addAndGet(-gone.characters());
            stale.add(tenant);
        }
    }

    /** Makes all changes visible. */
    void refresh() {
        for (String tenant : List.copyOf(stale)) {
            stale.remove(tenant);
            Shelf shelf = shelves.get(tenant);
            if (shelf != null) {
                shelf.index.refresh();
            }
        }
    }

    List<Passage> search(String tenant, String question, int atMost) {
        Shelf shelf = shelves.get(tenant);
        return shelf == null ? List.of() : shelf.index.search(question, atMost);
    }

    List<DocumentInfo> list(String tenant) {
        Shelf shelf = shelves.get(tenant);
        return shelf == null
                ? List.of()
                : shelf.documents.values().stream()
                        .sorted(Comparator.comparing(DocumentInfo::updatedAt).reversed())
                        .toList();
    }

    Optional<DocumentInfo> find(String tenant, String id) {
        Shelf shelf = shelves.get(tenant);
        return shelf == null ? Optional.empty() : Optional.ofNullable(shelf.documents.get(id));
    }

    Optional<String> text(String tenant, String id) {
        Shelf shelf = shelves.get(tenant);
        return shelf == null ? Optional.empty() : shelf.index.text(id);
    }

    long characters(String tenant) {
        Shelf shelf = shelves.get(tenant);
        return shelf == null ? 0 : shelf.characters.get();
    }

    int documents(String tenant) {
        Shelf shelf = shelves.get(tenant);
        return shelf == null ? 0 : shelf.documents.size();
    }

    int documents() {
        return shelves.values().stream()
                .mapToInt(shelf -> shelf.documents.size())
                .sum();
    }

    int passages() {
        return shelves.values().stream()
                .flatMap(shelf -> shelf.documents.values().stream())
                .mapToInt(DocumentInfo::passages)
                .sum();
    }

    private Shelf newShelf(String tenant) {
        // A folder's name says nothing of the tenant's, which may hold any character.
        String name = HexFormat.of().formatHex(Digests.sha256(tenant.getBytes(StandardCharsets.UTF_8)), 0, 16);
        return new Shelf(new TenantIndex(folder.resolve(name)));
    }

    private static void clear(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @Override
    public void close() {
        shelves.values().forEach(shelf -> {
            try {
                shelf.index.close();
            } catch (IOException e) {
                Log.debugf("an index could not be closed: %s", e.getMessage());
            }
        });
    }
}
