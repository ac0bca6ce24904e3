package dev.sluice.worker.files;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Kafka did not take or give a file's bytes in time. */
public final class FilesAway extends IOException {

    private static final long serialVersionUID = 1L;

    FilesAway(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
