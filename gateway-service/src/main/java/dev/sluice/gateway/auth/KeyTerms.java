package dev.sluice.gateway.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.GatewayConfig.OptimizeLevel;
import dev.sluice.gateway.control.Fields;
import dev.sluice.gateway.tenancy.AllowanceReader;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator decides about a key; {@link KeyRecord} tells the fields.
 *
 * @param tenant whose it shall be
 */
record KeyTerms(
        String tenant,
        @Nullable String name,
        @Nullable String project,
        Set<String> scopes,
        List<String> models,
        @Nullable String tier,
        @Nullable JsonNode limits,
        @Nullable JsonNode budget,
        @Nullable String optimize,
        @Nullable Instant expiresAt,
        List<String> ipRanges) {

    /** The fields an administrator may send. */
    static final Set<String> FIELDS = Set.of(
            "tenant",
            "name",
            "project",
            "scopes",
            "models",
            "tier",
            "limits",
            "budget",
            "optimize",
            "expiresAt",
            "ipRanges");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern MODEL = Pattern.compile("\\*|[A-Za-z0-9][A-Za-z0-9._:@/-]{0,199}\\*?");
    private static final Set<String> LEVELS = Stream.of(OptimizeLevel.values())
            .map(level -> level.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    private static final int LONGEST_NAME = 200;
    private static final int MOST_SCOPES = 32;
    private static final int MOST_MODELS = 200;
    private static final int MOST_RANGES = 100;

    /** Reads what was sent; a 400 refusal if it makes no sense. */
    static KeyTerms read(Fields fields, AllowanceReader allowances) {
        fields.only(FIELDS);
        String tenant = fields.text("tenant");
        if (tenant == null) {
            throw fields.bad("tenant", "is missing: a key belongs to a tenant. Send {\"tenant\": \"acme\"}.");
        }
        String name = fields.text("name");
        if (name != null && name.length() > LONGEST_NAME) {
            throw fields.bad("name", "is longer than %d characters.".formatted(LONGEST_NAME));
        }
        String project = fields.text("project");
        allowances.read(fields);
        return new KeyTerms(
                id(fields, "tenant", tenant),
                name,
                project == null ? null : id(fields, "project", project),
                scopes(fields),
                models(fields),
                fields.text("tier"),
                fields.value("limits"),
                fields.value("budget"),
                optimize(fields),
                fields.instant("expiresAt"),
                ranges(fields));
    }

    /** The record of a key with these terms. */
    KeyRecord record(String id, String hash, Instant createdAt, KeyRecord.@Nullable Previous previous) {
        return new KeyRecord(
                id, hash, tenant, name, project, scopes, models, tier, limits, budget, optimize, expiresAt, ipRanges,
                createdAt, previous);
    }

    private static Set<String> scopes(Fields fields) {
        Set<String> scopes = Set.copyOf(fields.texts("scopes", MOST_SCOPES));
        for (String scope : scopes) {
            if (!Scopes.NAMES.contains(scope)) {
                throw fields.bad(
                        "scopes",
                        "holds a scope that does not exist. There are %s; none at all means everything."
                                .formatted(String.join(", ", new TreeSet<>(Scopes.NAMES))));
            }
        }
        return scopes;
    }

    private static List<String> models(Fields fields) {
        List<String> models = fields.texts("models", MOST_MODELS);
        if (!models.stream().allMatch(model -> MODEL.matcher(model).matches())) {
            throw fields.bad("models", "must hold models' names, with * at the end for any rest: [\"gpt-4o*\"].");
        }
        return models;
    }

    private static @Nullable String optimize(Fields fields) {
        String level = fields.text("optimize");
        if (level != null && !LEVELS.contains(level)) {
            throw fields.bad("optimize", "must be one of %s.".formatted(String.join(", ", new TreeSet<>(LEVELS))));
        }
        return level;
    }

    private static List<String> ranges(Fields fields) {
        List<String> ranges = fields.texts("ipRanges", MOST_RANGES);
        for (String range : ranges) {
            try {
                IpRange.parse(range);
            } catch (IllegalArgumentException e) {
                throw fields.bad("ipRanges", "must hold addresses or ranges such as 10.0.0.0/8 or 2001:db8::/32.");
            }
        }
        return ranges;
    }

    private static String id(Fields fields, String field, String value) {
        if (!ID.matcher(value).matches()) {
            throw fields.bad(field, "holds a name that is not 1 to 64 letters, digits, dots, dashes or underscores.");
        }
        return value;
    }
}
