package dev.sluice.gateway.oidc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What claims mean, as a provider's configuration says. Pure. */
final class Claims {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._@|-]{1,128}");
    private static final int MOST = 200;

    private final String name;
    private final OidcConfig.Provider config;

    Claims(String name, OidcConfig.Provider config) {
        this.name = name;
        this.config = config;
    }

    /** The subject in a form that can stand in headers and logs: odd ones are told by their hash. */
    String id(String subject) {
        String plain = PLAIN.matcher(subject).matches() ? subject : "sha256-" + digest(subject);
        return name + ":" + plain;
    }

    @Nullable
    String tenant(Map<String, Object> claims) {
        return config.tenant().orElseGet(() -> named(claims, config.tenantClaim()));
    }

    @Nullable
    String project(Map<String, Object> claims) {
        return config.projectClaim().map(claim -> named(claims, claim)).orElse(null);
    }

    /** The scopes as they are written, without their prefix. */
    Set<String> scopes(Map<String, Object> claims) {
        String prefix = config.scopesPrefix().orElse("");
        Set<String> scopes = new LinkedHashSet<>();
        for (String scope : values(find(claims, config.scopesClaim()))) {
            if (scope.startsWith(prefix)) {
                scopes.add(scope.substring(prefix.length()));
            }
        }
        return scopes;
    }

    boolean isAdmin(Map<String, Object> claims) {
        return config.adminClaim()
                .map(claim -> values(find(claims, claim)).contains(config.adminValue()))
                .orElse(false);
    }

    private static @Nullable String named(Map<String, Object> claims, String claim) {
        return find(claims, claim) instanceof String text && NAME.matcher(text).matches() ? text : null;
    }

    /** A claim of this name, or one level down at each dot. */
    private static @Nullable Object find(Map<String, Object> claims, String path) {
        Object whole = claims.get(path);
        if (whole != null) {
            return whole;
        }
        Object found = claims;
        for (String step : path.split("\\.", -1)) {
            found = found instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return found;
    }

    private static List<String> values(@Nullable Object claim) {
        return switch (claim) {
            case String text ->
                Arrays.stream(text.split(" ", MOST))
                        .filter(one -> !one.isEmpty())
                        .toList();
            case List<?> list -> {
                List<String> texts = new ArrayList<>();
                list.stream().limit(MOST).forEach(one -> {
                    if (one instanceof String text) {
                        texts.add(text);
                    }
                });
                yield texts;
            }
            case null, default -> List.of();
        };
    }

    private static String digest(String subject) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
