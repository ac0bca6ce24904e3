package dev.sluice.analytics.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.kit.identity.Pseudonyms;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges what a client says happened. Users become pseudonyms here, and facts are words and numbers, not texts: no name,
 * address or question of a person fits into what is kept.
 */
final class ClientEventReader {

    static final int MOST_PROPS = 20;

    private static final Duration OLDEST = Duration.ofDays(7);
    private static final Duration FASTEST_CLOCK = Duration.ofMinutes(5);
    private static final Set<String> FIELDS = Set.of("id", "name", "at", "user", "session", "requestId", "props");
    private static final Set<String> KINDS = Arrays.stream(Event.Kind.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.]{0,63}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:-]{8,64}");
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_.]{0,39}");
    private static final Pattern USER = Pattern.compile("\\P{Cntrl}{1,200}");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}]");
    private static final int LONGEST_TOLD = 40;
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_./:#%+-]{0,80}");

    /** As long as a telephone's or a card's number. */
    private static final Pattern MANY_DIGITS = Pattern.compile(".*\\d(?:[-./]?\\d){8,}.*");

    private final Pseudonyms pseudonyms;

    ClientEventReader(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    private static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        Fault(String reason, String detail) {
            super(detail, null, false, false);
            this.reason = reason;
        }
    }

    Verdict read(JsonNode node, Caller caller, Instant now) {
        String id = text(node, "id");
        try {
            if (id == null || !ID.matcher(id).matches()) {
                id = null;
                throw new Fault(
                        "bad_id",
                        "'id' is not 8 to 64 letters, digits, '-', '_', '.' or ':'. Make a UUID once and keep it.");
            }
            return new Verdict.Good(id, event(node, id, caller, now));
        } catch (Fault fault) {
            return new Verdict.Bad(id, fault.reason, String.valueOf(fault.getMessage()));
        }
    }

    private Event event(JsonNode node, String id, Caller caller, Instant now) throws Fault {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                throw new Fault(
                        "unknown_field",
                        "'%s' is none of the fields %s."
                                .formatted(
                                        cut(field.getKey()),
                                        String.join(
                                                ", ", FIELDS.stream().sorted().toList())));
            }
        }
        String name = required(node, "name", NAME, "a word such as page_view, in lower case");
        if (KINDS.contains(name)) {
            throw new Fault("reserved_name", "'name' is what Sluice calls its own events. Choose another.");
        }
        String user = optional(node, "user", USER, "1 to 200 characters");
        return new Event(
                Event.SCHEMA,
                eventId(caller.tenant(), id),
                at(node, now),
                caller.tenant(),
                caller.project(),
                Event.Source.CLIENT,
                Event.Kind.CLIENT,
                new Event.Origin(
                        optional(node, "requestId", ID, "an x-request-id"),
                        caller.keyId(),
                        optional(node, "session", ID, "8 to 64 letters, digits, '-', '_', '.' or ':'"),
                        null,
                        user == null ? null : pseudonyms.of(caller.tenant(), user)),
                null,
                null,
                Event.Money.zero(),
                null,
                null,
                null,
                props(node.path("props")),
                name);
    }

    /** A field's name as it is told back: its beginning, without what is no letter or sign. */
    static String cut(String name) {
        String clean = UNSEEN.matcher(name).replaceAll("?");
        return clean.length() <= LONGEST_TOLD ? clean : clean.substring(0, LONGEST_TOLD) + "…";
    }

    /** The same event of the same tenant has the same id; no tenant can take another's. */
    String eventId(String tenant, String id) {
        String hex = pseudonyms.of(tenant, "event " + id);
        long high = Long.parseUnsignedLong(hex, 0, 16, 16);
        long low = Long.parseUnsignedLong(hex, 16, 32, 16);
        // Version 8 of RFC 9562: a value of our own making.
        return new UUID((high & ~0xF000L) | 0x8000L, (low & 0x3FFFFFFFFFFFFFFFL) | Long.MIN_VALUE).toString();
    }

    private static Instant at(JsonNode node, Instant now) throws Fault {
        if (!node.has("at")) {
            return now;
        }
        try {
            Instant at = Instant.parse(String.valueOf(text(node, "at")));
            if (!at.isBefore(now.minus(OLDEST)) && !at.isAfter(now.plus(FASTEST_CLOCK))) {
                return at;
            }
        } catch (DateTimeException e) {
            // Told below, together with what is out of range.
        }
        throw new Fault(
                "bad_at", "'at' is not a time such as 2026-11-20T00:00:00Z of the last 7 days. Leave it out for now.");
    }

    private static Map<String, String> props(JsonNode props) throws Fault {
        if (props.isMissingNode()) {
            return Map.of();
        }
        if (!props.isObject() || props.size() > MOST_PROPS) {
            throw new Fault("bad_props", "'props' is not an object of at most %d fields.".formatted(MOST_PROPS));
        }
        Map<String, String> facts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> prop : props.properties()) {
            JsonNode value = prop.getValue();
            String word = value.asText();
            boolean fits = KEY.matcher(prop.getKey()).matches()
                    && value.isValueNode()
                    && !value.isNull()
                    && WORD.matcher(word).matches()
                    && !MANY_DIGITS.matcher(word).matches();
            if (!fits) {
                throw new Fault(
                        "bad_props",
                        "A value in 'props' is no number, truth value or single word of at most 80 characters. Texts, addresses"
                                + " and long numbers are not taken, since they may tell who somebody is.");
            }
            facts.put(prop.getKey(), word);
        }
        return facts;
    }

    private static String required(JsonNode node, String field, Pattern form, String what) throws Fault {
        String value = optional(node, field, form, what);
        if (value == null) {
            throw new Fault("missing_" + field, "'%s' is missing: %s.".formatted(field, what));
        }
        return value;
    }

    private static @Nullable String optional(JsonNode node, String field, Pattern form, String what) throws Fault {
        if (!node.has(field) || node.get(field).isNull()) {
            return null;
        }
        String value = text(node, field);
        if (value == null || !form.matcher(value).matches()) {
            throw new Fault("bad_" + field, "'%s' is not %s.".formatted(field, what));
        }
        return value;
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() ? value.textValue() : null;
    }
}
