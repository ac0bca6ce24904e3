package dev.sluice.gateway.auth;

import dev.sluice.gateway.GatewayConfig.OptimizeLevel;
import dev.sluice.gateway.allowance.Allowance;
import dev.sluice.gateway.allowance.Level;
import dev.sluice.gateway.tenancy.Tenancy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A key this replica knows, with what follows from its record made once. */
final class Key {

    private final KeyRecord record;
    private final Allowance allowance;
    private final List<IpRange> ranges;
    private final Proof proof = new Proof();

    Key(KeyRecord record, Allowance allowance) {
        this.record = record;
        this.allowance = allowance;
        this.ranges = record.ipRanges().stream().map(IpRange::parse).toList();
    }

    KeyRecord record() {
        return record;
    }

    boolean isExpired(Instant now) {
        Instant end = record.expiresAt();
        return end != null && !now.isBefore(end);
    }

    boolean hasRanges() {
        return !ranges.isEmpty();
    }

    boolean mayComeFrom(String address) {
        for (IpRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** What the key proves; the same object until the key, its project, its tenant or a model changes. */
    Credential credential(Tenancy tenancy) {
        return proof.of(tenancy, () -> prove(tenancy));
    }

    private Credential prove(Tenancy tenancy) {
        List<Level> levels = new ArrayList<>();
        if (allowance.limits()) {
            levels.add(new Level(Level.Kind.KEY, record.id(), allowance));
        }
        levels.addAll(tenancy.levels(record.tenant(), record.project()));
        String optimize = record.optimize();
        return new Credential(
                record.caller(),
                Set.copyOf(record.models()),
                levels,
                tenancy.perModel(record.tenant()),
                optimize == null ? null : OptimizeLevel.valueOf(optimize.toUpperCase(Locale.ROOT)));
    }
}
