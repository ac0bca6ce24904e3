package dev.sluice.gateway.oidc;

import dev.sluice.gateway.control.AdminLogin;
import dev.sluice.kit.problem.Refusal;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Administrators by the tokens of people: the configured claim makes somebody one. */
@Singleton
class OidcAdmin implements AdminLogin {

    private final TokenCheck tokens;
    private final boolean on;

    OidcAdmin(TokenCheck tokens, OidcConfig config) {
        this.tokens = tokens;
        this.on = config.providers().values().stream()
                .anyMatch(provider -> provider.adminClaim().isPresent());
    }

    @Override
    public boolean isOn() {
        return on;
    }

    @Override
    public Future<Optional<String>> actor(String credential) {
        if (!on || !tokens.isToken(credential)) {
            return Future.succeededFuture(Optional.empty());
        }
        return tokens.check(credential).map(identity -> {
            if (!identity.admin()) {
                throw new Refusal(
                        403,
                        "not_an_administrator",
                        "Forbidden",
                        "The token holds, but does not make its bearer an administrator (sluice.gateway.oidc.<name>.admin-claim).");
            }
            return Optional.of(identity.id());
        });
    }
}
