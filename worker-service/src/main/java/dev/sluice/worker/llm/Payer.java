package dev.sluice.worker.llm;

import org.jspecify.annotations.Nullable;

/**
 * For whom a language model is asked: that key is limited and billed, and the answer is cached for its tenant.
 *
 * @param tenant whose work it is
 * @param keyId the public id of the key that had it done; absent when none had
 */
public record Payer(String tenant, @Nullable String keyId) {

    /**
     * Whether a key of the gateway stands for the work. The id of a token's subject, {@code issuer:subject}, is none: for
     * it the worker's own key is used, as for work of nobody.
     */
    public boolean hasKey() {
        return keyId != null && !keyId.isBlank() && keyId.indexOf(':') < 0;
    }
}
