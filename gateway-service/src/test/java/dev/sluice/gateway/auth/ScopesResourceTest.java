package dev.sluice.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.testing.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A path that somebody adds has to be put into the table of scopes. */
@QuarkusTest
class ScopesResourceTest extends GatewayTest {

    /** What is there for everybody, without a credential, or for nobody at all. */
    private static final List<String> OPEN = List.of("/health", "/q", "/", "/v1", "/openai/v1", "/anthropic");

    @Inject
    Router router;

    @Test
    void everyPublicPathStandsInTheTable() {
        List<String> missing = router.getRoutes().stream()
                .map(Route::getPath)
                .filter(path -> path != null && !isOpen(path))
                .map(path -> path.replaceAll("/?\\*$", "").replaceAll(":[A-Za-z]+", "x"))
                .filter(path -> Scopes.of("GET", path).equals(Set.of("*")))
                .distinct()
                .toList();

        assertThat(missing).as("paths without a row in Scopes").isEmpty();
        assertThat(router.getRoutes())
                .extracting(Route::getPath)
                .contains("/v1/chat/completions", "/v1/models", "/system/status");
    }

    private static boolean isOpen(String path) {
        String plain = path.replaceAll("/\\*?$", "");
        return OPEN.stream()
                .anyMatch(open -> plain.equals(open)
                        || plain.isEmpty()
                        || (open.startsWith("/health") || open.equals("/q")) && plain.startsWith(open + "/"));
    }
}
