package dev.sluice.optimizer.templates;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The product that a prompt is about. A template may use each field as <code>{{product.type}}</code> and so on.
 *
 * @param type such as {@code cosmetic}
 * @param category such as {@code skin care}
 * @param requirements what it has to be, each a sentence
 * @param region where it is sold
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record Product(
        @Nullable String type,
        @Nullable String category,
        @Nullable List<String> requirements,
        @Nullable String region) {

    static final Product NONE = new Product(null, null, null, null);

    /** How well a variant that is meant for the given product fits this one: fields in common; -1 when one differs. */
    int fit(Product variant) {
        int types = fit(variant.type, type);
        int categories = fit(variant.category, category);
        int regions = fit(variant.region, region);
        return types < 0 || categories < 0 || regions < 0 ? -1 : types + categories + regions;
    }

    private static int fit(@Nullable String wanted, @Nullable String own) {
        if (wanted == null) {
            return 0;
        }
        return own != null && wanted.equalsIgnoreCase(own) ? 1 : -1;
    }

    /** A field's text; absent when it is not said. */
    @Nullable
    String field(String name) {
        return switch (name) {
            case "type" -> type;
            case "category" -> category;
            case "region" -> region;
            case "requirements" ->
                requirements == null ? null : requirements.isEmpty() ? "" : "- " + String.join("\n- ", requirements);
            default -> null;
        };
    }
}
