package dev.sluice.worker.files;

import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** The descriptions of all files, by tenant and id. Safe for use by many threads. */
final class FileShelf {

    private final ConcurrentHashMap<String, ConcurrentSkipListMap<String, StoredFile>> tenants =
            new ConcurrentHashMap<>();

    void put(StoredFile file) {
        tenants.computeIfAbsent(file.tenant(), t -> new ConcurrentSkipListMap<>())
                .put(file.id(), file);
    }

    void remove(String tenant, String id) {
        of(tenant).remove(id);
    }

    /** The tenant's file with this id, unless its time is up. */
    Optional<StoredFile> find(String tenant, String id, Instant now) {
        return Optional.ofNullable(of(tenant).get(id)).filter(file -> now.isBefore(file.expiresAt()));
    }

    /** A tenant's files by id, oldest first, those whose time is up included. */
    NavigableMap<String, StoredFile> of(String tenant) {
        return tenants.getOrDefault(tenant, new ConcurrentSkipListMap<>());
    }

    /** How many bytes a tenant's files take. */
    long bytes(String tenant) {
        return of(tenant).values().stream().mapToLong(StoredFile::bytes).sum();
    }

    /** Files whose time is up. */
    List<StoredFile> expired(Instant now) {
        return all().filter(file -> !now.isBefore(file.expiresAt())).toList();
    }

    Stream<StoredFile> all() {
        return tenants.values().stream().flatMap(files -> files.values().stream());
    }

    int size() {
        return tenants.values().stream().mapToInt(NavigableMap::size).sum();
    }
}
