package dev.sluice.gateway.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.allowance.Allowance;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.oidc.Identity;
import dev.sluice.gateway.oidc.TokenCheck;
import dev.sluice.gateway.tenancy.Tenancy;
import dev.sluice.gateway.tenancy.Tiers;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/** The bearers of tokens: what a token proved is remembered for a short while, so that few requests wait for a check. */
@Singleton
class Bearers {

    private static final Duration REMEMBERED = Duration.ofSeconds(60);
    private static final long MOST_CHARACTERS = 16 * 1024 * 1024;

    private final TokenCheck tokens;
    private final Tenancy tenancy;
    private final Tiers tiers;
    private final Clock clock = Clock.systemUTC();
    private final Cache<String, Bearer> known = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumWeight(MOST_CHARACTERS)
            .weigher((String token, Bearer bearer) -> token.length() + 200)
            .build();

    Bearers(TokenCheck tokens, Tenancy tenancy, Tiers tiers) {
        this.tokens = tokens;
        this.tenancy = tenancy;
        this.tiers = tiers;
    }

    boolean isToken(String credential) {
        return tokens.isToken(credential);
    }

    /** What a token proves, at once if it was seen lately; see {@link KeyAuth#prove}. */
    Future<Credential> prove(String token) {
        Bearer bearer = fresh(token);
        if (bearer != null) {
            return Future.succeededFuture(bearer.credential(tenancy));
        }
        return tokens.check(token).map(identity -> {
            var proven = new Bearer(identity, caller(identity), allowance(identity));
            known.put(token, proven);
            return proven.credential(tenancy);
        });
    }

    private @Nullable Bearer fresh(String token) {
        Bearer bearer = known.getIfPresent(token);
        return bearer != null && clock.instant().isBefore(bearer.expiresAt()) ? bearer : null;
    }

    private Allowance allowance(Identity identity) {
        Allowance tier = identity.tier() == null ? Allowance.UNLIMITED : tiers.find(identity.tier());
        if (tier == null) {
            throw ApiError.unavailable(
                    "unknown_tier",
                    "sluice.gateway.oidc.<name>.tier names no tier of sluice.gateway.tiers; an operator must set one of both.",
                    60);
        }
        return tier;
    }

    private static Caller caller(Identity identity) {
        if (identity.tenant() == null) {
            throw ApiError.forbidden(
                    "no_tenant",
                    "The token names no tenant. Its provider must put one into the claim that sluice.gateway.oidc.<name>.tenant-claim says.");
        }
        var scopes = new HashSet<>(identity.scopes());
        scopes.retainAll(Scopes.NAMES);
        if (scopes.isEmpty()) {
            throw ApiError.forbidden(
                    "no_scope",
                    "The token holds, but none of its scopes is one of Sluice. Ask for one, or set sluice.gateway.oidc.<name>.default-scopes.");
        }
        return new Caller(identity.tenant(), identity.project(), identity.id(), scopes);
    }
}
