package dev.sluice.worker.identity;

import dev.sluice.kit.config.DataConfig;
import dev.sluice.kit.ids.Ids;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The worker's id, kept in its data folder, which it locks for itself. So what an earlier process with this id had begun
 * is known to be over: whoever held the folder is gone.
 */
@ApplicationScoped
public class WorkerIdentity {

    private final String id;
    private final FileChannel channel;

    WorkerIdentity(DataConfig data) {
        try {
            Path folder = Files.createDirectories(data.dir());
            this.channel = FileChannel.open(
                    folder.resolve("worker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new IllegalStateException(
                        "The data folder %s belongs to another running worker. Stop that one, or set sluice.data.dir to another folder."
                                .formatted(folder.toAbsolutePath()));
            }
            this.id = idIn(folder.resolve("worker-id"));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The data folder %s cannot be written. Set sluice.data.dir to one that can.".formatted(data.dir()),
                    e);
        }
    }

    /** The id. */
    public String id() {
        return id;
    }

    @PreDestroy
    void release() throws IOException {
        channel.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    private static String idIn(Path file) throws IOException {
        if (Files.exists(file)) {
            String known = Files.readString(file).strip();
            if (!known.isEmpty()) {
                return known;
            }
        }
        String made = Ids.next();
        Files.writeString(file, made);
        return made;
    }
}
