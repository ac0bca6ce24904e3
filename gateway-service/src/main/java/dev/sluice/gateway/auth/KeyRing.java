package dev.sluice.gateway.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.GatewayConfig;
import dev.sluice.gateway.allowance.Allowance;
import dev.sluice.gateway.control.Fields;
import dev.sluice.gateway.control.FilePart;
import dev.sluice.gateway.control.ParsedRecords;
import dev.sluice.gateway.tenancy.AllowanceReader;
import dev.sluice.kit.problem.Refusal;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys this replica knows, those of the control plane before those of the configuration. */
@Singleton
class KeyRing implements FilePart {

    static final String KIND = "key";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,64}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final ObjectMapper json;
    private final AllowanceReader allowances;
    private final Map<String, Key> fixed;
    private final ParsedRecords<Key> ring = new ParsedRecords<>(KIND, this::parse);

    KeyRing(GatewayConfig config, ObjectMapper json, AllowanceReader allowances) {
        this.json = json;
        this.allowances = allowances;
        Map<String, Key> keys = new HashMap<>();
        config.staticKeys().forEach((id, key) -> keys.put(id, new Key(configured(id, key), Allowance.UNLIMITED)));
        this.fixed = Map.copyOf(keys);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String path() {
        return "keys";
    }

    /** A key of the control file: its terms and its hash. */
    @Override
    public byte[] checked(String id, byte[] body) {
        if (!ID.matcher(id).matches()) {
            throw Refusal.badRequest(
                    "invalid_id",
                    "The id of a key is 1 to 64 letters and digits: what stands between sk-sl- and the next dash.");
        }
        try {
            ObjectNode written = (ObjectNode) json.readTree(body);
            Fields fields = Fields.of(written);
            String hash = fields.text("hash");
            if (hash == null || !HASH.matcher(hash).matches()) {
                throw fields.bad(
                        "hash", "must be the hex HMAC-SHA-256 of the whole key with the pepper: 64 of 0-9 and a-f.");
            }
            KeyTerms terms = KeyTerms.read(Fields.of(written.deepCopy().without("hash")), allowances);
            return json.writeValueAsBytes(terms.record(id, hash, Instant.EPOCH, null));
        } catch (IOException e) {
            throw Refusal.badRequest("invalid_json", "A key is a JSON object.");
        }
    }

    @Override
    public void replace(Map<String, byte[]> records) {
        ring.replace(records);
    }

    @Nullable
    Key find(String id) {
        Key known = ring.find(id);
        return known == null ? fixed.get(id) : known;
    }

    boolean isEmpty() {
        return fixed.isEmpty() && ring.all().isEmpty();
    }

    Collection<Key> all() {
        Map<String, Key> all = new HashMap<>(fixed);
        all.putAll(ring.all());
        return all.values();
    }

    /** A key of the topic or the control file; what makes no sense is no key. */
    Key parse(String id, byte[] bytes) throws IOException {
        Allowance allowance = allowances.read(Fields.read(json, bytes));
        KeyRecord stored = json.readValue(bytes, KeyRecord.class);
        if (stored.hash() == null || stored.tenant() == null || !id.equals(stored.id())) {
            throw new IllegalArgumentException("a key without id, hash or tenant");
        }
        return new Key(stored, allowance);
    }

    private static KeyRecord configured(String id, GatewayConfig.StaticKey key) {
        return new KeyRecord(
                id,
                key.hash(),
                key.tenant(),
                "from configuration",
                key.project().orElse(null),
                key.scopes().<Set<String>>map(Set::copyOf).orElse(Set.of()),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                List.of(),
                Instant.EPOCH,
                null);
    }
}
