package dev.sluice.cache.store;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The names of a tenant's keys. All begin with {@code sluice:{tenant}:cache:}, braces included, so that a cluster keeps
 * them in one slot; a tenant's name is escaped so that none can spell another's key.
 */
final class RedisKeys {

    private final String prefix;

    RedisKeys(String tenant) {
        this.prefix =
                "sluice:{" + URLEncoder.encode(tenant, StandardCharsets.UTF_8).replace("*", "%2A") + "}:cache:";
    }

    /** String: an answer. */
    String answer(String id) {
        return prefix + "answer:" + id;
    }

    /** Hash: the questions of a scope by answer id, and under {@code version} a word that changes with each write. */
    String scope(String scope) {
        return prefix + "scope:" + scope;
    }

    /** List: ids of the questions of a scope that changed last, the newest at the end. */
    String log(String scope) {
        return scope(scope) + ":log";
    }

    /** Vector set: the questions of a scope by answer id, where Redis has such sets. */
    String near(String scope) {
        return scope(scope) + ":near";
    }

    /** Sorted set: ids of all answers by the millisecond they expire. */
    String ids() {
        return prefix + "ids";
    }

    /** Hash: size in bytes and scope by answer id, a space between. */
    String sizes() {
        return prefix + "sizes";
    }

    /** Hash: hits by answer id. */
    String hits() {
        return prefix + "hits";
    }

    /** String: there while somebody asks for an answer again. */
    String lease(String id) {
        return prefix + "lease:" + id;
    }

    /** Set: scopes that have questions. */
    String scopes() {
        return prefix + "scopes";
    }

    /** Hash: a record kept beside the answers. */
    String beside(String name) {
        return prefix + "beside:" + name;
    }

    /** Sorted set: names of all such records by the millisecond they end. */
    String besides() {
        return prefix + "besides";
    }

    /** Hash without an end: what the tenant gave into keeping, by id, and under {@code version} a word that changes. */
    String kept(String kind) {
        return prefix + "kept:" + kind;
    }
}
