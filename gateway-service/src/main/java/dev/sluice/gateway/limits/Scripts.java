package dev.sluice.gateway.limits;

import dev.sluice.gateway.redis.Script;

/**
 * What happens in Redis. The same rules as {@link Counter} and {@link LocalStore}; one contract test runs against both.
 *
 * <p>A counter is a hash: {@code h} the current slot, {@code t} the sum of all slots that count, {@code r} what is
 * reserved, {@code l} the last slot with a use, and one field for each slot. A reservation is a field of the hash of its
 * replica, which holds all that is needed to settle it, by anyone. Numbers are integers below 2^53, which Lua's doubles
 * hold exactly. The clock is Redis' own; a test may give another.
 */
final class Scripts {

    private static final String COMMON = """
            local NEVER = 4503599627370496
            local function text(n) return string.format('%.0f', n) end
            local function num(v) return tonumber(v or '0') end
            local now = tonumber(ARGV[1])
            if not now then
              local t = redis.call('TIME')
              now = t[1] * 1000 + math.floor(t[2] / 1000)
            end
            local function counter(key, what, n, size, slot)
              local v = redis.call('HMGET', key, 'h', 't', 'r', 'l')
              local c = {key = key, what = what, n = n, size = size, t = num(v[2]), r = num(v[3]), l = num(v[4])}
              if what == 'C' then return c end
              if size > 0 then slot = math.floor(now / size) end
              if not v[1] then
                c.h = slot
                return c
              end
              local head = tonumber(v[1])
              if slot > head then
                local old = {}
                for s = head - n, math.min(head, slot - n - 1) do old[#old + 1] = text(s) end
                if #old > 0 then
                  local gone = {}
                  for i, sum in ipairs(redis.call('HMGET', key, unpack(old))) do
                    if sum then
                      c.t = c.t - tonumber(sum)
                      gone[#gone + 1] = old[i]
                    end
                  end
                  if #gone > 0 then redis.call('HDEL', key, unpack(gone)) end
                end
                head = slot
                redis.call('HSET', key, 'h', text(head), 't', text(c.t))
              end
              c.h = head
              return c
            end
            local function used(c) if c.what == 'C' then return c.r end return c.t end
            local function add(c, slot, amount)
              if c.what == 'C' or amount == 0 then return end
              redis.call('HINCRBY', c.key, text(slot), text(amount))
              c.t = c.t + amount
              if amount > 0 and slot > c.l then c.l = slot end
            end
            local function save(c, keep)
              if c.what == 'C' then
                redis.call('HSET', c.key, 'r', text(c.r))
              else
                redis.call('HSET', c.key, 'h', text(c.h), 't', text(c.t), 'r', text(c.r), 'l', text(c.l))
              end
              redis.call('PEXPIRE', c.key, text(keep))
            end
            local function standing(out, c, reset)
              out[#out + 1] = used(c)
              out[#out + 1] = c.r
              if used(c) == 0 or c.what == 'C' then reset = 0
              elseif c.size > 0 then reset = (c.l + c.n + 1) * c.size - now end
              out[#out + 1] = reset
            end
            local function line(i, from)
              local a = from + (i - 1) * 8
              return {what = ARGV[a + 1], n = tonumber(ARGV[a + 2]), size = tonumber(ARGV[a + 3]),
                slot = tonumber(ARGV[a + 4]), reset = tonumber(ARGV[a + 5]), limit = tonumber(ARGV[a + 6]),
                amount = tonumber(ARGV[a + 7]), keep = tonumber(ARGV[a + 8])}
            end
            """;

    /** A reservation's part: 1 key, 2 what, 3 slots, 4 size, 5 slot, 6 amount, 7 counted there, 8 limit, 9 keep. */
    private static final String SETTLE_ONE = """
            local function settle(p, actual)
              local c = counter(p[1], p[2], p[3], p[4], p[5])
              c.r = math.max(0, c.r - p[6])
              if c.what ~= 'C' then
                local more = actual - p[6]
                if p[5] >= c.h - c.n then
                  add(c, p[5], math.max(more, -p[7]))
                elseif more > 0 then
                  add(c, c.h, more)
                end
              end
              save(c, p[9])
            end
            """;

    /**
     * Takes all lines' amounts or none. KEYS: counters, the replica's reservations, replicas. ARGV: now, id, replica,
     * lease in ms, then for each line what, slots, slot in ms, slot, reset in ms, limit, amount, keep in ms. Gives the
     * refusing line from 0 or -1, its wait, then used, reserved, reset of each line.
     */
    static final Script ADMIT = Script.of(COMMON + """
            local count = #KEYS - 2
            local worst, longest = -1, -1
            local lines, counters = {}, {}
            for i = 1, count do
              local l = line(i, 4)
              local c = counter(KEYS[i], l.what, l.n, l.size, l.slot)
              lines[i], counters[i] = l, c
              if used(c) + l.amount > l.limit then
                local wait
                if l.amount > l.limit then wait = NEVER
                elseif c.what == 'C' then wait = 0
                elseif c.size == 0 then wait = l.reset
                else
                  local names = {}
                  for s = c.h - c.n, c.h do names[#names + 1] = text(s) end
                  local free = l.limit - c.t
                  wait = (c.h + c.n + 1) * c.size - now
                  for j, sum in ipairs(redis.call('HMGET', c.key, unpack(names))) do
                    free = free + num(sum)
                    if free >= l.amount then
                      wait = (c.h - c.n + j - 1 + c.n + 1) * c.size - now
                      break
                    end
                  end
                end
                if wait > longest then worst, longest = i - 1, wait end
              end
            end
            local out = {worst, longest}
            if worst >= 0 then
              for i = 1, count do standing(out, counters[i], lines[i].reset) end
              return out
            end
            local parts = {}
            for i = 1, count do
              local l, c = lines[i], counters[i]
              c.r = c.r + l.amount
              add(c, c.h, l.amount)
              save(c, l.keep)
              parts[i] = {c.key, c.what, c.n, c.size, c.h or 0, l.amount, l.amount, l.limit, l.keep}
              standing(out, c, l.reset)
            end
            redis.call('HSET', KEYS[count + 1], ARGV[2], cmsgpack.pack(parts))
            redis.call('PEXPIRE', KEYS[count + 1], 86400000)
            redis.call('ZADD', KEYS[count + 2], text(now + tonumber(ARGV[4])), ARGV[3])
            redis.call('PEXPIRE', KEYS[count + 2], 86400000)
            return out
            """);

    /**
     * Ends a reservation. KEYS: the replica's reservations. ARGV: now, id, requests, tokens, nano. Gives 1, or 0 when it
     * had ended.
     */
    static final Script SETTLE = Script.of(COMMON + SETTLE_ONE + """
            local packed = redis.call('HGET', KEYS[1], ARGV[2])
            if not packed then return 0 end
            redis.call('HDEL', KEYS[1], ARGV[2])
            local actual = {R = tonumber(ARGV[3]), T = tonumber(ARGV[4]), M = tonumber(ARGV[5]), C = 0}
            for _, p in ipairs(cmsgpack.unpack(packed)) do settle(p, actual[p[2]]) end
            return 1
            """);

    /**
     * Raises a reservation to these totals, or leaves it. KEYS: the replica's reservations. ARGV: now, id, tokens, nano.
     * Gives 1 if it was raised or had ended, else 0.
     */
    static final Script TOP_UP = Script.of(COMMON + """
            local packed = redis.call('HGET', KEYS[1], ARGV[2])
            if not packed then return 1 end
            local parts = cmsgpack.unpack(packed)
            local target = {T = tonumber(ARGV[3]), M = tonumber(ARGV[4])}
            local counters = {}
            for i, p in ipairs(parts) do
              if target[p[2]] and target[p[2]] > p[6] then
                local c = counter(p[1], p[2], p[3], p[4], p[5])
                if used(c) + target[p[2]] - p[6] > p[8] then return 0 end
                counters[i] = c
              end
            end
            for i, p in ipairs(parts) do
              local c = counters[i]
              if c then
                local more = target[p[2]] - p[6]
                if p[5] >= c.h - c.n then
                  p[7] = p[7] + more
                else
                  p[5], p[7] = c.h, more
                end
                p[6] = p[6] + more
                c.r = c.r + more
                add(c, p[5], more)
                save(c, p[9])
              end
            end
            redis.call('HSET', KEYS[1], ARGV[2], cmsgpack.pack(parts))
            return 1
            """);

    /** Counts without reserving. KEYS: counters. ARGV: now, then the lines as for ADMIT. */
    static final Script CHARGE = Script.of(COMMON + """
            for i = 1, #KEYS do
              local l = line(i, 1)
              local c = counter(KEYS[i], l.what, l.n, l.size, l.slot)
              add(c, c.h, l.amount)
              save(c, l.keep)
            end
            return #KEYS
            """);

    /** Where counters stand. KEYS: counters. ARGV: now, then the lines as for ADMIT. Gives used, reserved, reset of each. */
    static final Script LOOK = Script.of(COMMON + """
            local out = {}
            for i = 1, #KEYS do
              local l = line(i, 1)
              standing(out, counter(KEYS[i], l.what, l.n, l.size, l.slot), l.reset)
            end
            return out
            """);

    /**
     * Renews the lease of a replica that holds something, and settles what replicas whose lease ran out had reserved: as
     * spent, never as free. KEYS: replicas. ARGV: now, replica, lease in ms, what keys of reservations begin with. Gives
     * how many reservations it settled, and how many replicas hold something.
     */
    static final Script BEAT = Script.of(COMMON + SETTLE_ONE + """
            if redis.call('EXISTS', ARGV[4] .. ARGV[2]) == 1 then
              redis.call('ZADD', KEYS[1], text(now + tonumber(ARGV[3])), ARGV[2])
              redis.call('PEXPIRE', KEYS[1], 86400000)
            else
              redis.call('ZREM', KEYS[1], ARGV[2])
            end
            local swept = 0
            for _, dead in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. text(now), 'LIMIT', 0, 10)) do
              local held = ARGV[4] .. dead
              for _, id in ipairs(redis.call('HKEYS', held)) do
                if swept >= 500 then break end
                for _, p in ipairs(cmsgpack.unpack(redis.call('HGET', held, id))) do settle(p, p[6]) end
                redis.call('HDEL', held, id)
                swept = swept + 1
              end
              if redis.call('EXISTS', held) == 0 then redis.call('ZREM', KEYS[1], dead) end
            end
            return {swept, redis.call('ZCARD', KEYS[1])}
            """);

    private Scripts() {}
}
