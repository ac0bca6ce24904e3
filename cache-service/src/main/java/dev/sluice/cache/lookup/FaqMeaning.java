package dev.sluice.cache.lookup;

import dev.sluice.cache.faq.Meaning;
import dev.sluice.kit.canonical.Canonical;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Lets an FAQ see questions as the look-up sees them. */
@ApplicationScoped
class FaqMeaning implements Meaning {

    private final Canonical canonical = Canonical.standard();
    private final Similarity similarity;

    FaqMeaning(Similarity similarity) {
        this.similarity = similarity;
    }

    @Override
    public String canonical(String text) {
        return canonical.of(text);
    }

    @Override
    public Optional<float[]> vector(String tenant, String canonicalText, boolean patient) {
        return patient ? similarity.vectorToKeep(tenant, canonicalText) : similarity.vector(tenant, canonicalText);
    }

    @Override
    public boolean isSame(String one, String other, double cosine) {
        return similarity.areSame(one, other, cosine);
    }

    @Override
    public boolean isComparable(String text) {
        return similarity.isComparable(text);
    }
}
