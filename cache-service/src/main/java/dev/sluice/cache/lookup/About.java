package dev.sluice.cache.lookup;

import dev.sluice.cache.variation.Variations;
import dev.sluice.contracts.cache.CacheReply;
import jakarta.enterprise.context.ApplicationScoped;

/** What looked-up questions are about. The vector of a question is used if the look-up made one, never made for this. */
@ApplicationScoped
class About {

    private final Variations variations;
    private final Similarity similarity;

    About(Variations variations, Similarity similarity) {
        this.variations = variations;
        this.similarity = similarity;
    }

    /** Counts what was found; the question's category. */
    String saw(String tenant, Asked asked, Found found) {
        return switch (found) {
            case Found.Same same -> saw(tenant, asked, true, same.answer().costNano());
            case Found.Similar similar ->
                saw(tenant, asked, true, similar.answer().costNano());
            case Found.Proven proven -> saw(tenant, asked, true, proven.answer().costNano());
            case Found.Shadowed shadowed -> saw(tenant, asked, false, 0);
            case Found.Nothing nothing -> saw(tenant, asked, false, 0);
        };
    }

    /** Counts an answer of the tenant's FAQ; the question's category. */
    String saw(String tenant, Asked asked, CacheReply curated) {
        return saw(tenant, asked, curated.document() != null, 0);
    }

    private String saw(String tenant, Asked asked, boolean hit, long savedNano) {
        String category = variations.category(tenant, asked.canonical());
        variations.saw(
                tenant,
                asked.canonical(),
                category,
                similarity.known(tenant, asked.canonical()).orElse(null),
                hit,
                savedNano);
        return category;
    }
}
