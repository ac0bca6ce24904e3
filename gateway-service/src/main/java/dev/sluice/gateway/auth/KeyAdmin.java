package dev.sluice.gateway.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.control.Changes;
import dev.sluice.gateway.control.ControlState;
import dev.sluice.gateway.control.Fields;
import dev.sluice.gateway.tenancy.AllowanceReader;
import dev.sluice.kit.problem.Refusal;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes, lists, changes, rotates and revokes keys. A change holds once Kafka acknowledged it. Blocks. */
@Singleton
class KeyAdmin {

    private static final Duration LONGEST_OVERLAP = Duration.ofDays(90);

    /** A key just made or rotated, with its secret: the only time it is shown. */
    record Made(KeyRecord record, ApiKey key) {}

    private final Changes changes;
    private final ControlState state;
    private final KeyRing ring;
    private final KeyHash hash;
    private final AllowanceReader allowances;
    private final ObjectMapper json;
    private final SecureRandom random = new SecureRandom();
    private final Clock clock = Clock.systemUTC();

    KeyAdmin(
            Changes changes,
            ControlState state,
            KeyRing ring,
            KeyHash hash,
            AllowanceReader allowances,
            ObjectMapper json) {
        this.changes = changes;
        this.state = state;
        this.ring = ring;
        this.hash = hash;
        this.allowances = allowances;
        this.json = json;
    }

    Made create(byte[] body, String actor) {
        Fields fields = Fields.read(json, body);
        KeyTerms terms = KeyTerms.read(fields, allowances);
        if (terms.expiresAt() != null && !terms.expiresAt().isAfter(clock.instant())) {
            throw fields.bad("expiresAt", "lies in the past. Send a time to come, or none.");
        }
        ApiKey key = ApiKey.create(random);
        KeyRecord made = terms.record(key.id(), hash.of(key), now(), null);
        change(actor, "key.create", null, made);
        return new Made(made, key);
    }

    List<KeyRecord> list() {
        return ring.all().stream()
                .map(Key::record)
                .sorted(Comparator.comparing(KeyRecord::createdAt).thenComparing(KeyRecord::id))
                .toList();
    }

    KeyRecord get(String id) {
        Key known = ring.find(id);
        if (known == null) {
            throw new Refusal(
                    404, "no_such_key", "Not found", "There is no key with this id. GET /admin/keys lists them.");
        }
        return known.record();
    }

    /** Replaces the terms that are sent; null takes one away. */
    KeyRecord patch(String id, byte[] body, String actor) {
        KeyRecord known = changeable(id);
        ObjectNode terms = view(known);
        terms.remove(List.of("id", "createdAt", "previousUntil", "source"));
        Fields sent = Fields.read(json, body).only(KeyTerms.FIELDS);
        for (String field : sent.names()) {
            terms.set(field, sent.value(field));
        }
        KeyTerms changed = KeyTerms.read(Fields.of(terms), allowances);
        if (!changed.tenant().equals(known.tenant())) {
            throw sent.bad("tenant", "cannot be changed: what the key did belongs to its tenant. Make another key.");
        }
        KeyRecord after = changed.record(id, known.hash(), known.createdAt(), known.previous());
        change(actor, "key.patch", known, after);
        return after;
    }

    /** A new secret; the old one is good until the overlap ends. */
    Made rotate(String id, byte[] body, String actor) {
        KeyRecord known = changeable(id);
        Fields fields = body.length == 0 ? Fields.of(json.createObjectNode()) : Fields.read(json, body);
        Duration overlap = fields.only(Set.of("overlap")).duration("overlap");
        if (overlap == null) {
            overlap = Duration.ZERO;
        }
        if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
            throw fields.bad("overlap", "must be PT0S to P90D; without it the old secret ends at once.");
        }
        ApiKey key = ApiKey.create(random).withId(id);
        KeyRecord.Previous old = overlap.isZero() ? null : new KeyRecord.Previous(known.hash(), now().plus(overlap));
        KeyRecord after = known.rotated(hash.of(key), old);
        change(actor, "key.rotate", known, after);
        return new Made(after, key);
    }

    void revoke(String id, String actor) {
        change(actor, "key.revoke", changeable(id), null);
    }

    /** A key as people may see it: without hashes. */
    ObjectNode view(KeyRecord key) {
        ObjectNode view = json.valueToTree(key);
        view.remove(List.of("hash", "previous"));
        if (key.previous() != null) {
            view.put("previousUntil", key.previous().until().toString());
        }
        String source = state.isFromTopic(KeyRing.KIND, key.id())
                ? "topic"
                : state.find(KeyRing.KIND, key.id()) == null ? "configuration" : "file";
        return view.put("source", source);
    }

    private KeyRecord changeable(String id) {
        KeyRecord known = get(id);
        if (!state.isFromTopic(KeyRing.KIND, id)) {
            throw new Refusal(
                    409,
                    "key_from_configuration",
                    "Conflict",
                    "This key stands in the configuration or in the control file. Change it there.");
        }
        return known;
    }

    private void change(String actor, String action, @Nullable KeyRecord before, @Nullable KeyRecord after) {
        String id = before != null ? before.id() : after != null ? after.id() : "";
        changes.make(
                new Changes.Deed(actor, action, KeyRing.KIND, id, seen(before), seen(after)),
                after == null ? null : bytes(after));
    }

    private @Nullable JsonNode seen(@Nullable KeyRecord key) {
        return key == null ? null : view(key).without(List.of("id", "source"));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private byte[] bytes(KeyRecord key) {
        try {
            return json.writeValueAsBytes(key);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a key cannot be written as JSON", e);
        }
    }
}
