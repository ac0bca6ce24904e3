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
     * Keeps a scope's vector set like its hash, when there is one. A Redis that refuses is one that is full: the set is
     * filled up later.
     */
    private static final String NEAR = """
            local function near(sets, scope, id, vector, attributes)
              if sets == '' then return end
              if vector == '' then
                redis.pcall('VREM', scope .. ':near', id)
                return
              end
              redis.pcall('VADD', scope .. ':near', 'FP32', vector, id, 'SETATTR', attributes)
              local life = redis.call('PTTL', scope)
              if life > 0 and redis.call('PTTL', scope .. ':near') < life then
                redis.call('PEXPIRE', scope .. ':near', life)
              end
            end
            """;

    /**
     * Takes an answer out of the sum of the tenant's bytes, which lies among the sizes. Where there is none yet it is
     * added up.
     */
    private static final String COUNTED = """
            local function counted(sizes, id)
              if not redis.call('HGET', sizes, 'total') then
                local total = 0
                for _, size in ipairs(redis.call('HVALS', sizes)) do total = total + string.match(size, '^%d+') end
                redis.call('HSET', sizes, 'total', total)
              end
              local bytes = string.match(redis.call('HGET', sizes, id) or '', '^%d+')
              if bytes then redis.call('HINCRBY', sizes, 'total', '-' .. bytes) end
            end
            """;

    /**
     * Adds a question to its scope's vector set, if it is still in the scope. KEYS: scope, set. ARGV: id, vector,
     * attributes.
     */
    static final String FILL = NEAR + """
            if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then near('sets', KEYS[1], ARGV[1], ARGV[2], ARGV[3]) end
            return 1
            """;

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
     * ARGV: id, scope, version word, question, most questions in a scope, whether there are sets, vector, attributes.
     */
    static final String PLACE = CHANGED + NEAR + """
            local life = redis.call('PTTL', KEYS[1])
            if life <= 0 then return 0 end
            if redis.call('HLEN', KEYS[3]) <= tonumber(ARGV[5]) then
              redis.call('HSET', KEYS[3], ARGV[1], ARGV[4])
              redis.call('SADD', KEYS[2], ARGV[2])
              for _, key in ipairs({KEYS[2], KEYS[3]}) do
                if redis.call('PTTL', key) < life then redis.call('PEXPIRE', key, life) end
              end
              near(ARGV[6], KEYS[3], ARGV[1], ARGV[7], ARGV[8])
              changed(KEYS[3], KEYS[4], ARGV[1], ARGV[3])
            end
            return 1
            """;

    /**
     * Keeps an answer with its place in the lists, and counts out what has expired meanwhile; answers of the tenant that
     * would expire first go when it has more than its share. KEYS: answer, ids, sizes,
     * hits, scopes, scope, log. ARGV: id, answer, life in ms, expiry in ms, now in ms, size, scope, version word,
     * question or nothing, most questions in a scope, whether there are sets, vector, attributes, what a scope's key begins
     * with, the most bytes of the tenant. How many answers had to go for this one.
     */
    static final String PUT = CHANGED + NEAR + COUNTED + """
            local ids, sizes, hits, scope = KEYS[2], KEYS[3], KEYS[4], KEYS[6]
            local sets, prefix, most = ARGV[11], ARGV[14], tonumber(ARGV[15])
            local function keep(key)
              if redis.call('PTTL', key) < tonumber(ARGV[3]) then redis.call('PEXPIRE', key, ARGV[3]) end
            end
            local function out(id)
              counted(sizes, id)
              redis.call('ZREM', ids, id)
              local of = string.match(redis.call('HGET', sizes, id) or '', ' (%w+)$')
              redis.call('HDEL', sizes, id)
              redis.call('HDEL', hits, id)
              if of and redis.call('HDEL', prefix .. of, id) == 1 then
                near(sets, prefix .. of, id, '')
                changed(prefix .. of, prefix .. of .. ':log', id, ARGV[8])
              end
            end
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            for _, id in ipairs(redis.call('ZRANGEBYSCORE', ids, '-inf', ARGV[5], 'LIMIT', 0, 100)) do out(id) end
            counted(sizes, ARGV[1])
            redis.call('ZADD', ids, ARGV[4], ARGV[1])
            redis.call('HSET', sizes, ARGV[1], ARGV[6] .. ' ' .. ARGV[7])
            redis.call('HINCRBY', sizes, 'total', ARGV[6])
            redis.call('HDEL', hits, ARGV[1])
            keep(ids)
            keep(sizes)
            local before = redis.call('HDEL', scope, ARGV[1])
            local added = ARGV[9] ~= '' and redis.call('HLEN', scope) <= tonumber(ARGV[10])
            if added then
              redis.call('HSET', scope, ARGV[1], ARGV[9])
              redis.call('SADD', KEYS[5], ARGV[7])
              keep(KEYS[5])
              keep(scope)
            end
            near(sets, scope, ARGV[1], added and ARGV[12] or '', ARGV[13])
            if added or before == 1 then changed(scope, KEYS[7], ARGV[1], ARGV[8]) end
            local gone = 0
            while gone < 100 and tonumber(redis.call('HGET', sizes, 'total')) > most do
              local first = redis.call('ZRANGE', ids, 0, 1)
              local id = first[1] == ARGV[1] and first[2] or first[1]
              if not id or id == ARGV[1] then break end
              redis.call('UNLINK', string.sub(KEYS[1], 1, -#ARGV[1] - 1) .. id)
              out(id)
              gone = gone + 1
            end
            return gone
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

    /**
     * Deletes an answer everywhere and says so. KEYS: answer, ids, sizes, hits, scope, log. ARGV: id, version word, channel,
     * message, whether there are sets.
     */
    static final String REMOVE = CHANGED + NEAR + COUNTED + """
            local gone = redis.call('DEL', KEYS[1])
            counted(KEYS[3], ARGV[1])
            near(ARGV[5], KEYS[5], ARGV[1], '')
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
              redis.call('UNLINK', ARGV[2] .. scope, ARGV[2] .. scope .. ':log', ARGV[2] .. scope .. ':near')
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
            if #ids == 0 then
              redis.call('DEL', KEYS[2])
              redis.call('PUBLISH', ARGV[3], ARGV[4])
            end
            return {#ids, gone}
            """;

    /**
     * Deletes what is left of an answer that Redis evicted: its place in the lists, and its question. KEYS: answer, ids,
     * sizes, hits. ARGV: id, version, what a scope's key begins with, whether there are sets.
     */
    static final String FORGET = NEAR + COUNTED + """
            if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
            local size = redis.call('HGET', KEYS[3], ARGV[1])
            local scope = size and string.match(size, ' (%w+)$')
            counted(KEYS[3], ARGV[1])
            redis.call('ZREM', KEYS[2], ARGV[1])
            redis.call('HDEL', KEYS[3], ARGV[1])
            redis.call('HDEL', KEYS[4], ARGV[1])
            if scope then near(ARGV[4], ARGV[3] .. scope, ARGV[1], '') end
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
