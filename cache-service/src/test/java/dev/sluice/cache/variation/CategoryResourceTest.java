package dev.sluice.cache.variation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.sluice.cache.CacheClient;
import dev.sluice.kit.ids.Ids;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class CategoryResourceTest {

    private final CacheClient acme = new CacheClient("acme-" + Ids.next());
    private final CacheClient other = new CacheClient("other-" + Ids.next());

    @BeforeEach
    void ready() {
        CacheClient.awaitModel();
    }

    @Test
    void questionsAreCountedByWhatTheyAreAboutForTheirTenantOnly() {
        acme.lookup("How much does the pro plan cost?");
        acme.remember("How much does the pro plan cost?", "ten");
        acme.lookup("How much does the pro plan cost?");

        acme.call()
                .get("/cache/categories")
                .then()
                .statusCode(200)
                .body("categories.find { it.name == 'pricing' }.lookups", equalTo(2))
                .body("categories.find { it.name == 'pricing' }.hits", equalTo(1))
                .body("categories.find { it.name == 'pricing' }.savedNano", equalTo(1_000))
                .body("categories.find { it.name == 'pricing' }.samples", hasSize(1))
                .body("categories.find { it.name == 'support' }.lookups", equalTo(0));
        acme.call().get("/cache/stats").then().body("categories.find { it.name == 'pricing' }.lookups", equalTo(2));
        acme.call().get("/cache/keys").then().body("entries[0].category", equalTo("pricing"));
        other.call()
                .get("/cache/categories")
                .then()
                .body("categories.find { it.name == 'pricing' }.lookups", equalTo(0))
                .body("categories.find { it.name == 'pricing' }.samples", hasSize(0))
                .body("clusters", hasSize(0));
    }

    @Test
    void questionsThatLieNearGatherAndWhatIsClearedIsForgotten() {
        acme.lookup("How do I reset my password?");
        acme.lookup("How can I change my password?");
        acme.lookup("Please tell me how a password is reset");

        acme.call()
                .get("/cache/categories")
                .then()
                .body("clusters", hasSize(1))
                .body("clusters[0].questions", equalTo(3))
                .body("clusters[0].label", hasItem("password"));
        acme.call().post("/cache/clear").then().statusCode(200);
        acme.call().get("/cache/categories").then().body("clusters", hasSize(0));
    }

    @Test
    void aTenantAddsPatternsOfItsOwn() {
        acme.call()
                .body(Map.of("patterns", List.of("parcel*")))
                .put("/cache/categories/shipping")
                .then()
                .statusCode(200)
                .body("shipping", hasItem("parcel*"));

        acme.lookup("Where might my parcel be?");
        other.lookup("Where might my parcel be?");

        acme.call()
                .get("/cache/categories")
                .then()
                .body("categories.find { it.name == 'shipping' }.lookups", equalTo(1));
        List<String> names =
                other.call().get("/cache/categories").then().extract().path("categories.name");
        assertThat(names).contains("pricing").doesNotContain("shipping");
        acme.call().delete("/cache/categories/shipping").then().statusCode(204);
        acme.call().delete("/cache/categories/shipping").then().statusCode(404);
        acme.call().get("/cache/categories/own").then().body("size()", equalTo(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Shipping | {\"patterns\":[\"a\"]} | invalid_category",
                "other | {\"patterns\":[\"a\"]} | invalid_category",
                "shipping | {} | invalid_patterns",
                "shipping | {\"patterns\":[]} | invalid_patterns",
                "shipping | {\"patterns\":[\"__\"]} | invalid_pattern",
                "shipping | {\"patterns\":[\"a __ b __ c __ d\"]} | invalid_pattern",
                "shipping | {\"patterns\":[null]} | invalid_pattern"
            })
    void whatIsNoCategoryIsRefused(String name, String body, String code) {
        acme.call()
                .body(body)
                .put("/cache/categories/" + name)
                .then()
                .statusCode(400)
                .body("code", equalTo(code));
    }

    @Test
    void thereIsABoundOnPatterns() {
        acme.call()
                .body(Map.of("patterns", Collections.nCopies(100, "parcel*")))
                .put("/cache/categories/shipping")
                .then()
                .statusCode(200)
                .body("", hasEntry(equalTo("shipping"), hasSize(100)));
        acme.call()
                .body(Map.of("patterns", Collections.nCopies(101, "parcel*")))
                .put("/cache/categories/shipping")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_patterns"));
    }
}
