package dev.sluice.gateway.limits;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Tokens and money that were spent while Redis was away: it is told when it is back. */
final class Owed {

    private static final int MOST = 100_000;

    private record Debt(String tenant, Line line, long amount) {}

    private final Map<String, Debt> debts = new HashMap<>();

    /** Notes what a call spent. */
    synchronized void add(Claim claim, Actual actual) {
        for (Line line : claim.lines()) {
            long amount = line.actual(actual);
            What what = line.rule().what();
            if (amount > 0 && (what == What.TOKENS || what == What.MONEY)) {
                owe(claim.tenant(), line, amount);
            }
        }
    }

    private void owe(String tenant, Line line, long amount) {
        if (debts.size() < MOST || debts.containsKey(line.key())) {
            debts.merge(
                    line.key(),
                    new Debt(tenant, line, amount),
                    (old, more) -> new Debt(tenant, line, old.amount + more.amount));
        }
    }

    /** Hands over all debts, tenant by tenant. */
    void pay(BiConsumer<String, List<Line>> creditor) {
        Map<String, List<Line>> byTenant = new HashMap<>();
        synchronized (this) {
            debts.values()
                    .forEach(debt -> byTenant.computeIfAbsent(debt.tenant, tenant -> new ArrayList<>())
                            .add(debt.line.withAmount(debt.amount)));
            debts.clear();
        }
        byTenant.forEach(creditor);
    }

    /** They could not be handed over. */
    synchronized void again(String tenant, List<Line> lines) {
        lines.forEach(line -> owe(tenant, line, line.amount()));
    }

    synchronized boolean isEmpty() {
        return debts.isEmpty();
    }
}
