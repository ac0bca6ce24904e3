package dev.sluice.gateway.idempotency;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.errors.ApiError;
import java.util.List;

/**
 * What a request is known by when it comes again. Nobody outside the tenant can name it.
 *
 * @param tenant whose request it is
 * @param digest of path, key and project
 */
public record Name(String tenant, String digest) {

    private static final int LONGEST = 255;

    /**
     * The name of a request.
     *
     * @param keys what the request says in {@code Idempotency-Key}
     * @throws ApiError 400 when that is not one key of 1 to 255 visible characters
     */
    public static Name of(Caller caller, String path, List<String> keys) {
        String key = keys.size() == 1 ? keys.getFirst() : "";
        if (key.isEmpty() || key.length() > LONGEST || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw ApiError.invalid(
                    "Idempotency-Key",
                    "invalid_idempotency_key",
                    "Idempotency-Key is given once and has 1 to 255 visible ASCII characters, such as a UUID; this one %s."
                            .formatted(
                                    keys.size() > 1
                                            ? "is given " + keys.size() + " times"
                                            : key.length() > LONGEST || key.isEmpty()
                                                    ? "has " + key.length()
                                                    : "has others, or spaces"));
        }
        String project = caller.project();
        return new Name(caller.tenant(), Digest.of(path + "\n" + key + "\n" + (project == null ? "" : project)));
    }
}
