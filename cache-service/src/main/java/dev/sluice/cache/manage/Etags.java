package dev.sluice.cache.manage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is read of the cache has an {@code ETag}; who has it already is told so with 304 (RFC 9110, 8.8.3 and 13.1.2). It is a
 * weak one: that an entry is a second older, which its times tell as well, is no change.
 */
@Provider
class Etags implements ContainerResponseFilter {

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int BYTES = 16;
    private static final String AGE = "ageSeconds";
    private static final String LEFT = "ttlSeconds";

    private final ObjectMapper json;

    Etags(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String path = request.getUriInfo().getPath();
        Object entity = response.getEntity();
        if (!HttpMethod.GET.equals(request.getMethod())
                || response.getStatus() != OK
                || entity == null
                || !path.startsWith("/cache/")) {
            return;
        }
        EntityTag tag = tag(entity);
        response.getHeaders().putSingle(HttpHeaders.ETAG, tag);
        response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        response.getHeaders().putSingle(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION);
        if (matches(request.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag.getValue())) {
            response.setStatus(NOT_MODIFIED);
            response.setEntity(null);
        }
    }

    private EntityTag tag(Object entity) {
        try {
            JsonNode document = json.valueToTree(entity);
            document.findParents(AGE).forEach(entry -> ((ObjectNode) entry).remove(List.of(AGE, LEFT)));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json.writeValueAsBytes(document));
            return new EntityTag(HexFormat.of().formatHex(digest, 0, BYTES), true);
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "what is sent as JSON can be written as JSON, and every Java has SHA-256", e);
        }
    }

    private static boolean matches(@Nullable String ifNoneMatch, String tag) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String one : ifNoneMatch.split(",", -1)) {
            String name = one.trim();
            if (name.equals("*") || name.equals("\"" + tag + "\"") || name.equals("W/\"" + tag + "\"")) {
                return true;
            }
        }
        return false;
    }
}
