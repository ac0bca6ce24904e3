package dev.sluice.cache.store;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records as hashes in Redis, with a sorted set of their names by the millisecond they end. */
final class RedisBeside implements Beside {

    /** A script's answer is a flat list of fields and texts, whatever the protocol. */
    private static final String READ = "return redis.call('HGETALL', KEYS[1])";

    /**
     * Changes a record. KEYS: record, names. ARGV: name, life in ms, now in ms, how many numbers, then field and number of
     * each, then field and text of each field to be set.
     */
    private static final String WRITE = """
            local sets = 5 + 2 * tonumber(ARGV[4])
            for i = 5, sets - 1, 2 do redis.call('HINCRBYFLOAT', KEYS[1], ARGV[i], ARGV[i + 1]) end
            for i = sets, #ARGV, 2 do
              if ARGV[i + 1] == '' then redis.call('HDEL', KEYS[1], ARGV[i])
              else redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
            end
            if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
            redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[3])
            local life = redis.call('PTTL', KEYS[1])
            if life > 0 then
              redis.call('ZADD', KEYS[2], tonumber(ARGV[3]) + life, ARGV[1])
              if redis.call('PTTL', KEYS[2]) < life then redis.call('PEXPIRE', KEYS[2], life) end
            end
            return redis.call('HGETALL', KEYS[1])
            """;

    /** Deletes records by the beginning of their names. KEYS: names. ARGV: what all keys begin with, beginning. */
    private static final String CLEAR = """
            for _, name in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
              if string.sub(name, 1, #ARGV[2]) == ARGV[2] then
                redis.call('UNLINK', ARGV[1] .. name)
                redis.call('ZREM', KEYS[1], name)
              end
            end
            return 1
            """;

    private final RedisLink link;
    private final Clock clock;

    RedisBeside(RedisLink link, Clock clock) {
        this.link = link;
        this.clock = clock;
    }

    @Override
    public Map<String, String> read(String tenant, String name) {
        return fields(link.ask(RedisScripts.run(READ, new RedisKeys(tenant).beside(name))));
    }

    @Override
    public Map<String, String> write(
            String tenant, String name, Map<String, Double> add, Map<String, String> set, Duration life) {
        return fields(link.ask(writing(tenant, name, add, set, life)));
    }

    @Override
    public void count(String tenant, String name, String field, Duration life) {
        link.tell(writing(tenant, name, Map.of(field, 1.0), Map.of(), life));
    }

    private Request writing(
            String tenant, String name, Map<String, Double> add, Map<String, String> set, Duration life) {
        var keys = new RedisKeys(tenant);
        Request request = RedisScripts.run(WRITE, keys.beside(name), keys.besides())
                .arg(name)
                .arg(Math.max(1, life.toMillis()))
                .arg(clock.millis())
                .arg(add.size());
        add.forEach((field, more) -> request.arg(field).arg(Double.toString(more)));
        set.forEach((field, text) -> request.arg(field).arg(text));
        return request;
    }

    @Override
    public void remove(String tenant, Collection<String> names) {
        if (names.isEmpty()) {
            return;
        }
        var keys = new RedisKeys(tenant);
        Request records = Request.cmd(Command.UNLINK);
        Request listed = Request.cmd(Command.ZREM).arg(keys.besides());
        for (String name : names) {
            records.arg(keys.beside(name));
            listed.arg(name);
        }
        link.ask(records);
        link.ask(listed);
    }

    @Override
    public void clear(String tenant, String prefix) {
        var keys = new RedisKeys(tenant);
        link.ask(RedisScripts.run(CLEAR, keys.besides()).arg(keys.beside("")).arg(prefix));
    }

    private static Map<String, String> fields(@Nullable Response response) {
        Map<String, String> fields = new HashMap<>();
        if (response == null) {
            return fields;
        }
        for (int i = 0; i + 1 < response.size(); i += 2) {
            fields.put(response.get(i).toString(), response.get(i + 1).toString());
        }
        return fields;
    }
}
