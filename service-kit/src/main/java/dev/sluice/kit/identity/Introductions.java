package dev.sluice.kit.identity;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.kit.config.InternalConfig;
import dev.sluice.kit.problem.Refusal;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes the caller from the headers by which the gateway introduces it, which count only beside the shared secret. */
@Singleton
public class Introductions {

    private final boolean guard;
    private final byte @Nullable [] secret;

    Introductions(InternalConfig config) {
        this.guard = config.guard();
        this.secret =
                config.secret().map(s -> s.getBytes(StandardCharsets.UTF_8)).orElse(null);
        if (guard && (secret == null || secret.length < 16)) {
            throw new IllegalStateException(
                    "sluice.internal.secret is missing or shorter than 16 characters: without it nobody can tell the"
                            + " gateway from a stranger. Set SLUICE_INTERNAL_SECRET to the same random text in all five services.");
        }
    }

    /**
     * The caller that is introduced, if one is; none where nothing is guarded.
     *
     * @param header gives the value of a header, or null
     * @throws Refusal 401 without the secret
     */
    public Optional<Caller> find(Function<String, @Nullable String> header) {
        if (!guard) {
            return Optional.empty();
        }
        if (!matches(header.apply(InternalHeaders.SECRET))) {
            throw new Refusal(
                    401,
                    "not_internal",
                    "Unauthorized",
                    "This service answers the gateway only. Send the request to the gateway with an API key.");
        }
        String tenant = header.apply(InternalHeaders.TENANT);
        return tenant == null || tenant.isBlank()
                ? Optional.empty()
                : Optional.of(new Caller(
                        tenant,
                        header.apply(InternalHeaders.PROJECT),
                        header.apply(InternalHeaders.KEY_ID),
                        scopes(header.apply(InternalHeaders.SCOPES))));
    }

    /**
     * As {@link #find} for a path that needs a caller.
     *
     * @throws Refusal 401 without one
     */
    public Caller caller(Function<String, @Nullable String> header) {
        return find(header).orElseThrow(CurrentCaller::missing);
    }

    private boolean matches(@Nullable String given) {
        return given != null && secret != null && MessageDigest.isEqual(secret, given.getBytes(StandardCharsets.UTF_8));
    }

    private static Set<String> scopes(@Nullable String header) {
        return header == null || header.isBlank()
                ? Set.of()
                : Arrays.stream(header.split(",")).map(String::trim).collect(Collectors.toUnmodifiableSet());
    }
}
