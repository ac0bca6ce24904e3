package dev.sluice.local.data;

import dev.sluice.local.text.Complaint;
import java.nio.file.Path;
import java.util.Locale;

/** A full disk breaks Kafka's log and DuckDB's file in ways nobody can read; so an almost full one is refused. */
public final class FreeSpace {

    /** Less than this is refused. */
    public static final long LEAST_BYTES = 1L << 30;

    private FreeSpace() {}

    static void require(long freeBytes, Path folder) {
        if (freeBytes < LEAST_BYTES) {
            throw new Complaint(
                    String.format(
                            Locale.ROOT,
                            "The disk of %s is almost full: %d MiB are free, at least 1024 MiB are needed.",
                            folder,
                            freeBytes >> 20),
                    "Free some space there, or choose a folder on another disk with --data DIR.");
        }
    }
}
