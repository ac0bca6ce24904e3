package dev.sluice.cache.store;

import dev.sluice.kit.ids.Ids;
import io.quarkus.logging.Log;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A shelf of one service without Redis: in memory, and in one file for each tenant and kind, which a restart reads. A
 * folder that cannot be written is said once in the log; then things last as long as the process.
 */
final class FileShelf implements Shelf {

    private static final int FORM = 1;
    private static final int MOST = 64 << 20;

    private record Place(String tenant, String kind) {}

    private final Path folder;
    private final Map<Place, Things> things = new ConcurrentHashMap<>();
    private final ReentrantLock writing = new ReentrantLock();

    FileShelf(Path folder) {
        this.folder = folder;
    }

    @Override
    public String version(String tenant, String kind) {
        return all(tenant, kind).version();
    }

    @Override
    public Things all(String tenant, String kind) {
        return things.computeIfAbsent(new Place(tenant, kind), this::read);
    }

    @Override
    public void put(String tenant, String kind, Map<String, byte[]> items) {
        change(tenant, kind, all -> all.putAll(items));
    }

    @Override
    public void remove(String tenant, String kind, Collection<String> ids) {
        change(tenant, kind, all -> all.keySet().removeAll(ids));
    }

    private void change(String tenant, String kind, java.util.function.Consumer<Map<String, byte[]>> change) {
        writing.lock();
        try {
            Map<String, byte[]> all = new HashMap<>(all(tenant, kind).items());
            change.accept(all);
            Place place = new Place(tenant, kind);
            Things changed = new Things(Ids.next(), all);
            write(place, changed);
            things.put(place, changed);
        } finally {
            writing.unlock();
        }
    }

    private Things read(Place place) {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file(place))))) {
            if (in.readInt() != FORM) {
                return Things.NONE;
            }
            String version = in.readUTF();
            Map<String, byte[]> items = new HashMap<>();
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                String id = in.readUTF();
                int length = in.readInt();
                if (length < 0 || length > MOST) {
                    throw new IOException("not a length: " + length);
                }
                byte[] bytes = in.readNBytes(length);
                if (bytes.length < length) {
                    throw new IOException("the bytes end early");
                }
                items.put(id, bytes);
            }
            return new Things(version, items);
        } catch (NoSuchFileException nothing) {
            return Things.NONE;
        } catch (IOException e) {
            Log.errorf(
                    e,
                    "what a tenant gave into keeping cannot be read (%s): it has to be imported again",
                    place.kind());
            return Things.NONE;
        }
    }

    private void write(Place place, Things things) {
        Path file = file(place);
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.getParent());
            try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(next)))) {
                out.writeInt(FORM);
                out.writeUTF(things.version());
                out.writeInt(things.items().size());
                for (Map.Entry<String, byte[]> item : things.items().entrySet()) {
                    out.writeUTF(item.getKey());
                    out.writeInt(item.getValue().length);
                    out.write(item.getValue());
                }
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Log.warnf(e, "sluice.data.dir cannot be written: what is imported lasts until the service stops");
        }
    }

    /** The tenant's name may hold anything, a file's name may not. */
    private Path file(Place place) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(place.tenant().getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(hash, 0, 16)).resolve(place.kind() + ".bin");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
