package dev.sluice.worker;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes. */
public final class Digests {

    private Digests() {}

    /** SHA-256. */
    public static byte[] sha256(byte[] of) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(of);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
