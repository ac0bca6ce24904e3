package dev.sluice.gateway.oidc;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Identity providers whose tokens are taken beside API keys. */
@ConfigMapping(prefix = "sluice.gateway.oidc")
public interface OidcConfig {

    /** The providers by a name of your choice, which stands before the subject in audit records and events. */
    @WithParentName
    Map<String, Provider> providers();

    /** Signing in to the dashboard: the authorization code flow with PKCE. */
    interface Login {

        /** What the provider knows the dashboard as. */
        String clientId();

        /** The client's secret, for a provider that wants one beside PKCE. */
        Optional<String> clientSecret();

        /** Where people are sent to sign in. */
        URI authorizeUrl();

        /** Where the gateway exchanges the code that they come back with. */
        URI tokenUrl();

        /** The scopes asked for, separated by spaces; they must make tokens that hold here. */
        @WithDefault("openid")
        String scope();

        /** Which of the provider's tokens is used, {@code access_token} or {@code id_token}: one that is a JWT. */
        @WithDefault("access_token")
        String token();

        /** What the button says behind "Sign in with"; the provider's name here when absent. */
        Optional<String> title();
    }

    /** An identity provider. */
    interface Provider {

        /** What the claim {@code iss} must be, to the letter. */
        String issuer();

        /** What the claim {@code aud} must hold: one of these. */
        List<String> audience();

        /** Where the provider publishes its signing keys (JWKS). */
        URI jwksUrl();

        /** Signature algorithms that are taken: RS, PS and ES with 256, 384 or 512, and EdDSA. */
        @WithDefault("RS256,ES256,PS256")
        List<String> algorithms();

        /** The claim that names the tenant; a dot goes one level down. */
        @WithDefault("tenant")
        String tenantClaim();

        /** The tenant of all its tokens, for a provider that serves one tenant; the claim is not read then. */
        Optional<String> tenant();

        /** The claim that names the project. */
        Optional<String> projectClaim();

        /** The claim that lists scopes, as a list or separated by spaces; what is no scope of Sluice is passed over. */
        @WithDefault("scope")
        String scopesClaim();

        /** What stands before Sluice's scopes in that claim, such as {@code sluice:}. */
        Optional<String> scopesPrefix();

        /** Scopes of tokens that list none; without it such a token may do nothing. {@code *} is everything. */
        Optional<List<String>> defaultScopes();

        /** The claim that makes somebody an administrator, such as {@code roles}; without it nobody is one. */
        Optional<String> adminClaim();

        /** The value that claim must be or hold. */
        @WithDefault("sluice-admin")
        String adminValue();

        /** How people sign in to the dashboard with this provider; without it they cannot, and tokens still hold. */
        Optional<Login> login();

        /** The tier of each subject by itself, as a key's tier is of a key; absent means none. */
        Optional<String> tier();

        /** How far clocks may be apart. */
        @WithDefault("60s")
        Duration clockSkew();

        /** How long fetched signing keys are used before they are fetched again. */
        @WithDefault("10m")
        Duration jwksTtl();

        /** The shortest time between two fetches, whatever key ids tokens name. */
        @WithDefault("10s")
        Duration jwksPause();
    }
}
