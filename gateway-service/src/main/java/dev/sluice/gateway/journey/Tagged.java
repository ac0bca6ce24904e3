package dev.sluice.gateway.journey;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Documents with an {@code ETag}, which who has them already need not be sent again (RFC 9110, 8.8.3 and 13.1.2). */
final class Tagged {

    private static final int BYTES = 16;

    private Tagged() {}

    /** Sends a JSON document of one caller, or 304 where it has it. */
    static void send(RoutingContext route, Buffer json) {
        String tag = "\"" + HexFormat.of().formatHex(digest(json), 0, BYTES) + "\"";
        var response = route.response();
        response.putHeader("etag", tag)
                .putHeader("cache-control", "private, no-cache")
                .putHeader("vary", "authorization");
        if (matches(route.request().getHeader("if-none-match"), tag)) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader("content-type", "application/json").end(json);
        }
    }

    /** Whether the header names the tag; a weak name of it does too. */
    static boolean matches(@Nullable String ifNoneMatch, String tag) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String one : ifNoneMatch.split(",", -1)) {
            String name = one.trim();
            if (name.equals("*") || name.equals(tag) || name.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] digest(Buffer json) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(json.getBytes());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
