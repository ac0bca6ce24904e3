package dev.sluice.worker.knowledge;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Which documents each tenant has, and how much text. Written by one thread, read by many. */
final class Catalogue {

    private static final class Shelf {
        private final Map<String, DocumentInfo> documents = new ConcurrentSkipListMap<>();
        private final Map<String, Long> revisions = new ConcurrentHashMap<>();
        private final AtomicLong characters = new AtomicLong();
    }

    private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();

    /**
     * Puts a document in place of the one with its id.
     *
     * @param revision the place of its record on the topic
     */
    void put(String tenant, DocumentInfo document, long revision) {
        Shelf shelf = shelves.computeIfAbsent(tenant, name -> new Shelf());
        shelf.revisions.put(document.id(), revision);
        DocumentInfo before = shelf.documents.put(document.id(), document);
        shelf.characters.addAndGet(document.characters() - (before == null ? 0 : before.characters()));
    }

    /** Whether it was there. */
    boolean remove(String tenant, String id) {
        Shelf shelf = shelves.get(tenant);
        DocumentInfo gone = shelf == null ? null : shelf.documents.remove(id);
        if (shelf != null && gone != null) {
            shelf.revisions.remove(id);
            shelf.characters.addAndGet(-gone.characters());
        }
        return gone != null;
    }

    /** The last posted first. */
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

    /** Which revision of a document counts. */
    OptionalLong revision(String tenant, String id) {
        Shelf shelf = shelves.get(tenant);
        Long revision = shelf == null ? null : shelf.revisions.get(id);
        return revision == null ? OptionalLong.empty() : OptionalLong.of(revision);
    }

    long characters(String tenant) {
        Shelf shelf = shelves.get(tenant);
        return shelf == null ? 0 : shelf.characters.get();
    }

    int documents(String tenant) {
        Shelf shelf = shelves.get(tenant);
        return shelf == null ? 0 : shelf.documents.size();
    }

    /** Everything there is, as tenant and id. */
    List<Key> keys() {
        return shelves.entrySet().stream()
                .flatMap(shelf -> shelf.getValue().documents.keySet().stream().map(id -> new Key(shelf.getKey(), id)))
                .toList();
    }

    /** A document of a tenant. */
    record Key(String tenant, String id) {
        /** Of a record's key. */
        static Key of(String recordKey) {
            int slash = recordKey.lastIndexOf('/');
            return new Key(recordKey.substring(0, slash), recordKey.substring(slash + 1));
        }
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
}
