package dev.sluice.cache.store;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;

/** What must happen in Redis at once or not at all. */
final class RedisScripts {

    /** Changes logged of a scope; a replica that knows an older state reads the scope anew. */
    private static final int LOGGED = 2_000;

    /**
     * A scope's version is a word and the number of changes since that word was chosen; the log names the questions that
     * changed last. A Redis that is full refuses to note a change; a deletion goes on without, since the answer that a
     * copy still points to is gone.
     */
    private static final String CHANGED = """
            local function changed(scope, log, id, word)
              local known, count = string.match(redis.call('HGET', scope, 'version') or '', '^(.*):(%%d+)$')
              if not known then
                known, count = word, 0
                redis.call('DEL', log)
              end
              local pushed = redis.pcall('RPUSH', log, id)
              if type(pushed) == 'table' and pushed.err then return end
              local noted = redis.pcall('HSET', scope, 'version', known .. ':' .. (count + 1))
              if type(noted) == 'table' and noted.err then
                redis.call('DEL', log)
                return
              end
              redis.call('LTRIM', log, -%d, -1)
              local life = redis.call('PTTL', scope)
              if life > 0 then redis.call('PEXPIRE', log, life) end
            end
            """.formatted(LOGGED);

    /**
     * What changed in a scope since a version: its version now, whether the changes are known, and if so the questions
     * that changed. Nothing when there is no such scope. KEYS: scope, log. ARGV: the known version's word and number.
     */
    static final String CHANGES = """
            local version = redis.call('HGET', KEYS[1], 'version')
            if not version then return nil end
            local word, count = string.match(version, '^(.*):(%d+)$')
            local since = word == ARGV[1] and count - ARGV[2] or -1
            if since < 0 or since > redis.call('LLEN', KEYS[2]) then return {version, 0, {}} end
            if since == 0 then return {version, 1, {}} end
            return {version, 1, redis.call('LRANGE', KEYS[2], -since, -1)}
            """;

    /**
     * Puts a question into its scope when its answer is still kept; whether it is. KEYS: answer, scopes, scope, log.
     * ARGV: id, scope, version word, question, most questions in a scope.
     */
    static final String PLACE = CHANGED + """
            local life = redis.call('PTTL', KEYS[1])
            if life <= 0 then return 0 end
            if redis.call('HLEN', KEYS[3]) <= tonumber(ARGV[5]) then
              redis.call('HSET', KEYS[3], ARGV[1], ARGV[4])
              redis.call('SADD', KEYS[2], ARGV[2])
              for _, key in ipairs({KEYS[2], KEYS[3]}) do
                if redis.call('PTTL', key) < life then redis.call('PEXPIRE', key, life) end
              end
              changed(KEYS[3], KEYS[4], ARGV[1], ARGV[3])
            end
            return 1
            """;

    /**
     * Keeps an answer with its place in the lists, and counts out what has expired meanwhile. KEYS: answer, ids, sizes,
     * hits, scopes, scope, log. ARGV: id, answer, life in ms, expiry in ms, now in ms, size, scope, version word,
     * question or nothing, most questions in a scope.
     */
    static final String PUT = CHANGED + """
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
            local before = redis.call('HDEL', KEYS[6], ARGV[1])
            local added = ARGV[9] ~= '' and redis.call('HLEN', KEYS[6]) <= tonumber(ARGV[10])
            if added then
              redis.call('HSET', KEYS[6], ARGV[1], ARGV[9])
              redis.call('SADD', KEYS[5], ARGV[7])
              keep(KEYS[5])
              keep(KEYS[6])
            end
            if added or before == 1 then changed(KEYS[6], KEYS[7], ARGV[1], ARGV[8]) end
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

    /** Deletes an answer everywhere and says so. KEYS: answer, ids, sizes, hits, scope, log. ARGV: id, version word, channel, message. */
    static final String REMOVE = CHANGED + """
            local gone = redis.call('DEL', KEYS[1])
            redis.call('ZREM', KEYS[2], ARGV[1])
            redis.call('HDEL', KEYS[3], ARGV[1])
            redis.call('HDEL', KEYS[4], ARGV[1])
            if redis.call('HDEL', KEYS[5], ARGV[1]) == 1 then changed(KEYS[5], KEYS[6], ARGV[1], ARGV[2]) end
            redis.call('PUBLISH', ARGV[3], ARGV[4])
            return gone
            """;

    /**
     * Deletes up to 500 answers and all lists of questions, and says so when nothing is left; how many were listed and
     * how many were there. KEYS: ids, sizes, hits, scopes. ARGV: what an answer's key begins with, what a scope's key
     * begins with, channel, message.
     */
    static final String CLEAR = """
            for _, scope in ipairs(redis.call('SMEMBERS', KEYS[4])) do
              redis.call('UNLINK', ARGV[2] .. scope, ARGV[2] .. scope .. ':log')
            end
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
