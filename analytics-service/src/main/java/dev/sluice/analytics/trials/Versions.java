package dev.sluice.analytics.trials;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contracts.experiments.Experiment.Template;
import dev.sluice.contracts.experiments.Experiment.Variant;
import dev.sluice.kit.problem.Refusal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The versions of a template that variants compare. */
final class Versions {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final int FIELDS = 2;

    private Versions() {}

    /**
     * Reads what a variant says.
     *
     * @return null where it says nothing
     * @throws Refusal 400 when it is no version of a template
     */
    static @Nullable Template read(String place, @Nullable JsonNode said) {
        if (said == null || said.isNull()) {
            return null;
        }
        String name = said.path("name").asText();
        JsonNode version = said.path("version");
        if (!said.isObject()
                || said.size() != FIELDS
                || !NAME.matcher(name).matches()
                || !version.canConvertToInt()
                || !version.isIntegralNumber()
                || version.intValue() < 1) {
            throw Proposal.fault(place, "is such as {\"name\": \"brief\", \"version\": 2}");
        }
        return new Template(name, version.intValue());
    }

    /**
     * All variants name a version of the same template, or none does: what the newest is may change while it runs.
     *
     * @throws Refusal 400 when they do not agree
     */
    static void agree(List<Variant> variants) {
        Template first = variants.getFirst().template();
        for (int i = 1; i < variants.size(); i++) {
            Template other = variants.get(i).template();
            boolean agree = first == null
                    ? other == null
                    : other != null && first.name().equals(other.name());
            if (!agree) {
                throw Proposal.fault(
                        "variants[%d].template".formatted(i),
                        "does not go with the control's: all variants name a version of the same template, or none does");
            }
        }
    }
}
