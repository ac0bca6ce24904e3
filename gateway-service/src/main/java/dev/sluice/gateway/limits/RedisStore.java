package dev.sluice.gateway.limits;

import dev.sluice.gateway.redis.RedisLink;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Counters in Redis: exact for all replicas, one round trip each. Fails when Redis does; knows no patience. */
final class RedisStore implements Store {

    private static final int PER_LINE = 3;

    private final RedisLink link;
    private final String replica;
    private final Duration lease;
    private final Now now;

    /** The time that scripts shall take; empty means Redis' own. */
    interface Now {

        String text();
    }

    /**
     * A store.
     *
     * @param replica a name no other process has, nor had
     * @param lease how long reservations outlive a process that falls silent
     */
    RedisStore(RedisLink link, String replica, Duration lease, Now now) {
        this.link = link;
        this.replica = replica;
        this.lease = lease;
        this.now = now;
    }

    @Override
    public Future<Verdict> admit(Claim claim) {
        List<String> keys = new ArrayList<>(claim.lines().size() + 2);
        claim.lines().forEach(line -> keys.add(line.key()));
        keys.add(held(claim.tenant()));
        keys.add(replicas(claim.tenant()));
        List<String> arguments =
                arguments(claim.lines(), now.text(), claim.id(), replica, Long.toString(lease.toMillis()));
        return link.run(Scripts.ADMIT, keys, arguments).map(response -> {
            List<Standing> standings = standings(response, 2);
            int worst = (int) response[0];
            return worst < 0 ? new Verdict.Granted(standings) : new Verdict.Denied(standings, worst, response[1]);
        });
    }

    @Override
    public Future<Boolean> topUp(String tenant, String id, long tokens, long nano) {
        return link.run(
                        Scripts.TOP_UP,
                        List.of(held(tenant)),
                        List.of(now.text(), id, Long.toString(tokens), Long.toString(nano)))
                .map(response -> response[0] == 1);
    }

    @Override
    public Future<Void> settle(String tenant, String id, Actual actual) {
        return link.run(
                        Scripts.SETTLE,
                        List.of(held(tenant)),
                        List.of(
                                now.text(),
                                id,
                                Integer.toString(actual.requests()),
                                Long.toString(actual.tokens()),
                                Long.toString(actual.nano())))
                .mapEmpty();
    }

    @Override
    public Future<Void> charge(String tenant, List<Line> lines) {
        return link.run(Scripts.CHARGE, keys(lines), arguments(lines, now.text()))
                .mapEmpty();
    }

    @Override
    public Future<List<Standing>> look(String tenant, List<Line> lines) {
        return lines.isEmpty()
                ? Future.succeededFuture(List.of())
                : link.run(Scripts.LOOK, keys(lines), arguments(lines, now.text()))
                        .map(response -> standings(response, 0));
    }

    /**
     * Renews this replica's lease and settles what dead ones left.
     *
     * @param settled how many reservations of dead replicas were settled
     * @param holders how many replicas hold reservations of the tenant
     */
    record Beat(long settled, long holders) {}

    Future<Beat> beat(String tenant) {
        return link.run(
                        Scripts.BEAT,
                        List.of(replicas(tenant)),
                        List.of(now.text(), replica, Long.toString(lease.toMillis()), prefix(tenant) + "held:"))
                .map(response -> new Beat(response[0], response[1]));
    }

    private String held(String tenant) {
        return prefix(tenant) + "held:" + replica;
    }

    private static String replicas(String tenant) {
        return prefix(tenant) + "replicas";
    }

    private static String prefix(String tenant) {
        return "sluice:{" + tenant + "}:limit:";
    }

    private static List<String> keys(List<Line> lines) {
        return lines.stream().map(Line::key).toList();
    }

    private static List<String> arguments(List<Line> lines, String... first) {
        List<String> arguments = new ArrayList<>(first.length + lines.size() * 8);
        arguments.addAll(List.of(first));
        for (Line line : lines) {
            arguments.add(line.rule().what().letter());
            arguments.add(Integer.toString(line.slots()));
            arguments.add(Long.toString(line.slotMillis()));
            arguments.add(Long.toString(line.slot()));
            arguments.add(Long.toString(line.resetMillis()));
            arguments.add(Long.toString(line.limit()));
            arguments.add(Long.toString(line.amount()));
            arguments.add(Long.toString(line.keepMillis()));
        }
        return arguments;
    }

    private static List<Standing> standings(long[] numbers, int from) {
        List<Standing> standings = new ArrayList<>((numbers.length - from) / PER_LINE);
        for (int i = from; i < numbers.length; i += PER_LINE) {
            standings.add(new Standing(numbers[i], numbers[i + 1], numbers[i + 2]));
        }
        return standings;
    }
}
