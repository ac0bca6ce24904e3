package dev.sluice.optimizer.templates;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Which version of a template is taken: of those that fit the product best, the newest, or, where weights are set, one by
 * weight. The same unit always gets the same version while the weights stand. Pure code.
 */
final class Choice {

    private Choice() {}

    static Optional<Template> of(Collection<Template> versions, Head head, Product product, String unit) {
        int best = versions.stream()
                .mapToInt(version -> product.fit(version.product()))
                .max()
                .orElse(-1);
        if (best < 0) {
            return Optional.empty();
        }
        List<Template> fitting = versions.stream()
                .filter(version -> product.fit(version.product()) == best)
                .sorted(Comparator.comparingInt(Template::version))
                .toList();
        long all = fitting.stream().mapToLong(version -> weight(head, version)).sum();
        if (all == 0) {
            return Optional.of(fitting.getLast());
        }
        long drawn = draw(head.tenant() + "\0" + head.name() + "\0" + unit) % all;
        for (Template version : fitting) {
            drawn -= weight(head, version);
            if (drawn < 0) {
                return Optional.of(version);
            }
        }
        throw new IllegalStateException("weights add up to less than their sum");
    }

    private static long weight(Head head, Template version) {
        return head.weights().getOrDefault(version.version(), 0);
    }

    /** 32 bits that look random; the last step of MurmurHash3 over CRC-32, which alone is linear. */
    private static long draw(String text) {
        var sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        int mixed = (int) sum.getValue();
        mixed = (mixed ^ (mixed >>> 16)) * 0x85ebca6b;
        mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
        return Integer.toUnsignedLong(mixed ^ (mixed >>> 16));
    }
}
