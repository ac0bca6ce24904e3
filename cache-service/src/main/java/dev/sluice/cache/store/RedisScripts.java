package dev.sluice.cache.store;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;

/** What must happen in Redis at once or not at all. */
final class RedisScripts {

    /**
     * Keeps an answer with its place in the lists, and counts out what has expired meanwhile. KEYS: answer, ids, sizes,
     * hits, scopes, scope. ARGV: id, answer, life in ms, expiry in ms, now in ms, size, scope, version, question or
     * nothing, most questions in a scope.
     */
    static final String PUT = """
            local function keep(key)
              if redis.call('PTTL', key) < tonumber(ARGV[3]) then redis.call('PEXPIRE', key, ARGV[3]) end
            end
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[5], 'LIMIT', 0, 100)) do
              redis.call('ZREM', KEYS[2], id)
              redis.call('HDEL', KEYS[3], id)
              redis.call('HDEL', KEYS[4], id)
            end
            redis.call('ZADD', KEYS[2], ARGV[4], ARGV[1])
            redis.call('HSET', KEYS[3], ARGV[1], ARGV[6] .. ' ' .. ARGV[7])
            redis.call('HDEL', KEYS[4], ARGV[1])
            keep(KEYS[2])
            keep(KEYS[3])
            if redis.call('HEXISTS', KEYS[6], ARGV[1]) == 1 then
              redis.call('HDEL', KEYS[6], ARGV[1])
              redis.call('HSET', KEYS[6], 'version', ARGV[8])
            end
            if ARGV[9] ~= '' and redis.call('HLEN', KEYS[6]) <= tonumber(ARGV[10]) then
              redis.call('HSET', KEYS[6], ARGV[1], ARGV[9], 'version', ARGV[8])
              redis.call('SADD', KEYS[5], ARGV[7])
              keep(KEYS[5])
              keep(KEYS[6])
            end
            return 1
            """;

    /** Counts a hit of an answer that is listed. KEYS: hits, ids. ARGV: id. */
    static final String SERVED = """
            if redis.call('ZSCORE', KEYS[2], ARGV[1]) then
              redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
              local life = redis.call('PTTL', KEYS[2])
              if life > 0 then redis.call('PEXPIRE', KEYS[1], life) end
            end
            return 1
            """;

    /** Deletes an answer everywhere and says so. KEYS: answer, ids, sizes, hits, scope. ARGV: id, version, channel, message. */
    static final String REMOVE = """
            local gone = redis.call('DEL', KEYS[1])
            redis.call('ZREM', KEYS[2], ARGV[1])
            redis.call('HDEL', KEYS[3], ARGV[1])
            redis.call('HDEL', KEYS[4], ARGV[1])
            if redis.call('HDEL', KEYS[5], ARGV[1]) == 1 then redis.pcall('HSET', KEYS[5], 'version', ARGV[2]) end
            redis.call('PUBLISH', ARGV[3], ARGV[4])
            return gone
            """;

    /**
     * Deletes up to 500 answers and all lists of questions, and says so when nothing is left; how many were listed and
     * how many were there. KEYS: ids, sizes, hits, scopes. ARGV: what an answer's key begins with, what a scope's key
     * begins with, channel, message.
     */
    static final String CLEAR = """
            for _, scope in ipairs(redis.call('SMEMBERS', KEYS[4])) do redis.call('UNLINK', ARGV[2] .. scope) end
            redis.call('DEL', KEYS[4])
            local ids = redis.call('ZRANGE', KEYS[1], 0, 499)
            local gone = 0
            for _, id in ipairs(ids) do
              gone = gone + redis.call('UNLINK', ARGV[1] .. id)
              redis.call('ZREM', KEYS[1], id)
              redis.call('HDEL', KEYS[2], id)
              redis.call('HDEL', KEYS[3], id)
            end
            if #ids == 0 then redis.call('PUBLISH', ARGV[3], ARGV[4]) end
            return {#ids, gone}
            """;

    /**
     * Deletes what is left of an answer that Redis evicted: its place in the lists, and its question. KEYS: answer, ids,
     * sizes, hits. ARGV: id, version, what a scope's key begins with.
     */
    static final String FORGET = """
            if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
            local size = redis.call('HGET', KEYS[3], ARGV[1])
            local scope = size and string.match(size, ' (%w+)$')
            redis.call('ZREM', KEYS[2], ARGV[1])
            redis.call('HDEL', KEYS[3], ARGV[1])
            redis.call('HDEL', KEYS[4], ARGV[1])
            if scope and redis.call('HDEL', ARGV[3] .. scope, ARGV[1]) == 1 then
              redis.pcall('HSET', ARGV[3] .. scope, 'version', ARGV[2])
            end
            return 1
            """;

    private RedisScripts() {}

    /** The request that runs a script on these keys; its arguments are still to be added. */
    static Request run(String script, String... keys) {
        Request request = Request.cmd(Command.EVAL).arg(script).arg(keys.length);
        for (String key : keys) {
            request.arg(key);
        }
        return request;
    }
}
