package dev.sluice.local.doctor;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether each Redis answers, and evicts only what may be lost. */
final class RedisLook {

    private static final String LEASES = "SLUICE_REDIS_URL";
    private static final String CACHE = "SLUICE_GATEWAY_CACHE_REDIS_URL";

    private RedisLook() {}

    static List<Finding> at(Patient patient) {
        Optional<String> leases = patient.variable(LEASES);
        Optional<String> cache = patient.variable(CACHE);
        if (leases.isEmpty() && cache.isEmpty()) {
            return List.of(Finding.well("Redis: none is named; every service keeps what it needs itself"));
        }
        List<Finding> findings = new ArrayList<>();
        leases.ifPresent(url -> findings.addAll(asked(LEASES, url, RedisLook::leases)));
        if (cache.isPresent() && !cache.equals(leases)) {
            findings.addAll(asked(CACHE, cache.get(), RedisLook::cache));
        } else {
            findings.add(Finding.doubtful(
                    "Leases and the cache share one Redis: what must not be evicted lies beside what should be.",
                    "Give the cache one of its own: SLUICE_GATEWAY_CACHE_REDIS_URL for the gateway and SLUICE_REDIS_URL"
                            + " of cache-service (docs/operations.md)."));
        }
        return findings;
    }

    private interface Judge {
        Finding judge(String where, String policy, boolean bounded);
    }

    private static List<Finding> asked(String variable, String url, Judge judge) {
        String where;
        try {
            URI address = URI.create(url);
            where = address.getHost() + (address.getPort() > 0 ? ":" + address.getPort() : "");
        } catch (IllegalArgumentException e) {
            return List.of(Finding.bad(variable + " is no address.", "Write redis://host:6379."));
        }
        try {
            Map<String, String> told = RedisWire.memory(url);
            boolean bounded = !told.getOrDefault("maxmemory", "0").equals("0");
            return List.of(judge.judge(where, told.getOrDefault("maxmemory_policy", "unknown"), bounded));
        } catch (IOException | RuntimeException e) {
            return List.of(Finding.bad(
                    "The Redis of " + variable + " at " + where + " does not answer: " + Line.reason(e),
                    "Start it, mend the address or its password, or unset " + variable
                            + ": without it each service keeps what it needs itself."));
        }
    }

    private static Finding leases(String where, String policy, boolean bounded) {
        return policy.equals("noeviction")
                ? Finding.well("The Redis of leases and limits at " + where + " evicts nothing")
                : Finding.bad(
                        "The Redis of leases and limits at " + where + " may evict them (" + policy
                                + "): two workers could do one task, and limits forget what was spent.",
                        "CONFIG SET maxmemory-policy noeviction, and the same in its configuration.");
    }

    private static Finding cache(String where, String policy, boolean bounded) {
        if (!bounded) {
            return Finding.doubtful(
                    "The cache's Redis at " + where + " has no bound on its memory.",
                    "CONFIG SET maxmemory 2gb, or what its host can spare.");
        }
        return policy.equals("noeviction")
                ? Finding.doubtful(
                        "The cache's Redis at " + where + " may not evict: once full it takes no new answers.",
                        "CONFIG SET maxmemory-policy allkeys-lfu (volatile-lfu where tenants keep an FAQ).")
                : Finding.well("The cache's Redis at " + where + " is bounded and makes room (" + policy + ")");
    }
}
