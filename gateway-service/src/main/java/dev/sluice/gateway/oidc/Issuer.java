package dev.sluice.gateway.oidc;

import dev.sluice.gateway.errors.ApiError;
import java.security.Key;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/** One trusted issuer and how its tokens are checked. Blocks while keys are fetched. */
final class Issuer {

    private static final Set<String> POSSIBLE =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    private final String name;
    private final String issuer;
    private final Set<String> algorithms;
    private final Set<String> defaultScopes;
    private final @Nullable String tier;
    private final Jwks jwks;
    private final Claims claims;
    private final JwtConsumer consumer;
    private final long skewSeconds;

    Issuer(String name, OidcConfig.Provider config, Jwks jwks) {
        this.name = name;
        this.issuer = config.issuer();
        this.algorithms = new LinkedHashSet<>(config.algorithms());
        if (algorithms.isEmpty() || !POSSIBLE.containsAll(algorithms)) {
            throw new IllegalStateException(
                    "sluice.gateway.oidc.%s.algorithms may hold %s, and nothing else: a shared secret or no signature proves nothing."
                            .formatted(
                                    name,
                                    String.join(", ", POSSIBLE.stream().sorted().toList())));
        }
        this.defaultScopes = Set.copyOf(config.defaultScopes().orElse(List.of()));
        this.tier = config.tier().orElse(null);
        this.jwks = jwks;
        this.claims = new Claims(name, config);
        this.skewSeconds = config.clockSkew().toSeconds();
        this.consumer = new JwtConsumerBuilder()
                .setExpectedIssuer(true, issuer)
                .setExpectedAudience(true, config.audience().toArray(String[]::new))
                .setJwsAlgorithmConstraints(
                        AlgorithmConstraints.ConstraintType.PERMIT, algorithms.toArray(String[]::new))
                .setRequireExpirationTime()
                .setRequireSubject()
                .setAllowedClockSkewInSeconds(Math.toIntExact(skewSeconds))
                .setVerificationKeyResolver(resolver())
                .build();
    }

    String issuer() {
        return issuer;
    }

    boolean takes(String algorithm) {
        return algorithms.contains(algorithm);
    }

    /** What a token says; a 401 or 503 {@link ApiError} if it does not hold. */
    Identity check(String token) {
        try {
            JwtClaims proven = consumer.processToClaims(token);
            Map<String, Object> all = proven.getClaimsMap();
            Set<String> scopes = claims.scopes(all);
            return new Identity(
                    claims.id(proven.getSubject()),
                    claims.tenant(all),
                    claims.project(all),
                    scopes.isEmpty() ? defaultScopes : scopes,
                    tier,
                    claims.isAdmin(all),
                    Instant.ofEpochSecond(proven.getExpirationTime().getValue()).plusSeconds(skewSeconds));
        } catch (InvalidJwtException e) {
            throw refused(e);
        } catch (MalformedClaimException | RuntimeException e) {
            throw ApiError.unauthenticated("The token cannot be understood. Get a new one.");
        }
    }

    private VerificationKeyResolver resolver() {
        return (jws, context) -> {
            try {
                Key key = jwks.find(jws.getKeyIdHeaderValue(), jws.getAlgorithmHeaderValue());
                if (key == null) {
                    throw new UnresolvableKeyException("no such key");
                }
                return key;
            } catch (Jwks.Away e) {
                throw new UnresolvableKeyException("away", e);
            }
        };
    }

    private ApiError refused(InvalidJwtException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Jwks.Away) {
                return ApiError.unavailable(
                        "issuer_away",
                        "The signing keys of the identity provider '%s' cannot be fetched. Try again soon."
                                .formatted(name),
                        5);
            }
        }
        String why = e.hasExpired()
                ? "has expired"
                : e.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || e.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)
                        ? "is meant for another audience"
                        : e.hasErrorCode(ErrorCodes.NOT_YET_VALID) ? "is not valid yet" : "does not hold";
        return ApiError.unauthenticated("The token " + why + ". Get a new one from your identity provider.");
    }
}
