package dev.sluice.worker.files;

/** Who needs files to stay. */
public interface FileUse {

    /** Whether a file may not be deleted now. */
    boolean isUsed(String tenant, String id);
}
