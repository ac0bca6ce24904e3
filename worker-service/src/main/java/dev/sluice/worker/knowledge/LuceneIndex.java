package dev.sluice.worker.knowledge;

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
import java.util.stream.Stream;

/** All tenants' passages in this process, each tenant's in an index of its own. */
final class LuceneIndex implements KnowledgeIndex {

    private final Path folder;
    private final int exactBelow;
    private final Map<String, TenantIndex> tenants = new ConcurrentHashMap<>();
    private final Set<String> stale = ConcurrentHashMap.newKeySet();

    /**
     * An empty one.
     *
     * @param folder made when missing and emptied: the topic is the truth
     * @param exactBelow passages up to which all vectors are compared, in one segment; more are searched through a graph
     */
    LuceneIndex(Path folder, int exactBelow) {
        this.folder = folder;
        this.exactBelow = exactBelow;
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

    @Override
    public void put(Document document, long revision, List<Chunks.Chunk> chunks, Known known) {
        tenants.computeIfAbsent(document.tenant(), this::newIndex).put(document, chunks, known);
        stale.add(document.tenant());
    }

    @Override
    public void remove(String tenant, String id, long revision) {
        TenantIndex index = tenants.get(tenant);
        if (index != null) {
            index.remove(id);
            stale.add(tenant);
        }
    }

    @Override
    public void refresh() {
        for (String tenant : List.copyOf(stale)) {
            stale.remove(tenant);
            TenantIndex index = tenants.get(tenant);
            if (index != null) {
                index.refresh();
            }
        }
    }

    @Override
    public List<Hit> byWords(String tenant, String question, Scope scope, int atMost) {
        TenantIndex index = tenants.get(tenant);
        return index == null ? List.of() : index.byWords(question, scope, atMost);
    }

    @Override
    public List<Hit> byMeaning(String tenant, String model, Vector vector, Scope scope, int atMost) {
        TenantIndex index = tenants.get(tenant);
        return index == null ? List.of() : index.byMeaning(model, vector, scope, atMost);
    }

    @Override
    public Optional<String> text(String tenant, String id) {
        TenantIndex index = tenants.get(tenant);
        return index == null ? Optional.empty() : index.text(id);
    }

    private TenantIndex newIndex(String tenant) {
        // A folder's name says nothing of the tenant's, which may hold any character.
        String name = HexFormat.of().formatHex(Digests.sha256(tenant.getBytes(StandardCharsets.UTF_8)), 0, 16);
        return new TenantIndex(folder.resolve(name), exactBelow);
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
        tenants.values().forEach(index -> {
            try {
                index.close();
            } catch (IOException e) {
                Log.debugf("an index could not be closed: %s", e.getMessage());
            }
        });
    }
}
