package dev.sluice.gateway.tenancy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.control.EditablePart;
import dev.sluice.gateway.control.ParsedRecords;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.logging.Log;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The records of one kind of holder: tenants, projects or models. */
final class TenancyPart implements EditablePart {

    private final String kind;
    private final Pattern id;
    private final String idHint;
    private final Set<String> more;
    private final ObjectMapper json;
    private final AllowanceReader allowances;
    private final Runnable changed;
    private final ParsedRecords<Holder> records;

    TenancyPart(
            String kind,
            Pattern id,
            String idHint,
            Set<String> more,
            ObjectMapper json,
            AllowanceReader allowances,
            Runnable changed) {
        this.kind = kind;
        this.id = id;
        this.idHint = idHint;
        this.more = more;
        this.json = json;
        this.allowances = allowances;
        this.changed = changed;
        this.records = new ParsedRecords<>(kind, this::parse);
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public String path() {
        return kind + "s";
    }

    @Override
    public byte[] checked(String name, byte[] body) {
        if (!id.matcher(name).matches()) {
            throw Refusal.badRequest("invalid_id", "'%s' is no id of a %s: %s.".formatted(name, kind, idHint));
        }
        Holder.read(json, body, allowances, more);
        return body;
    }

    @Override
    public void replace(Map<String, byte[]> all) {
        records.replace(all);
        changed.run();
    }

    /** What cannot be read must not mean no limits: such a record, perhaps of a tier that is gone, stops nearly all. */
    private Holder parse(String name, byte[] record) {
        try {
            return Holder.read(json, record, allowances, more);
        } catch (Refusal e) {
            Log.errorf(
                    "the control record %s/%s makes no sense any more, so it is held to one call an hour: %s",
                    kind, name, e.detail());
            return Holder.LOCKED;
        }
    }

    ParsedRecords<Holder> records() {
        return records;
    }
}
