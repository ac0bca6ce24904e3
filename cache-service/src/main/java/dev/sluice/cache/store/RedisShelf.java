package dev.sluice.cache.store;

import dev.sluice.kit.ids.Ids;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** A shelf in Redis, shared by all replicas: one hash without an end for each tenant and kind. */
final class RedisShelf implements Shelf {

    private static final String VERSION = "version";
    /** Before an id, so that none can be taken for the version. */
    private static final String ITEM = "=";
    /** Bytes written at once; further ones follow, each lot with a version of its own. */
    private static final int LOT = 1 << 20;

    private final RedisLink link;

    RedisShelf(RedisLink link) {
        this.link = link;
    }

    @Override
    public String version(String tenant, String kind) {
        Response version =
                link.ask(Request.cmd(Command.HGET).arg(key(tenant, kind)).arg(VERSION));
        return version == null ? "" : version.toString();
    }

    @Override
    public Things all(String tenant, String kind) {
        Response all = link.ask(Request.cmd(Command.HGETALL).arg(key(tenant, kind)));
        if (all == null) {
            return Things.NONE;
        }
        String version = "";
        Map<String, byte[]> items = new HashMap<>();
        for (String field : all.getKeys()) {
            Response value = all.get(field);
            if (field.equals(VERSION)) {
                version = value.toString();
            } else {
                items.put(field.substring(ITEM.length()), value.toBytes());
            }
        }
        return new Things(version, items);
    }

    @Override
    public void put(String tenant, String kind, Map<String, byte[]> items) {
        Request lot = lot(tenant, kind);
        int bytes = 0;
        for (Map.Entry<String, byte[]> item : items.entrySet()) {
            if (bytes > LOT) {
                link.ask(lot);
                lot = lot(tenant, kind);
                bytes = 0;
            }
            lot.arg(ITEM + item.getKey()).arg(Buffer.buffer(item.getValue()));
            bytes += item.getValue().length;
        }
        link.ask(lot);
    }

    private static Request lot(String tenant, String kind) {
        return Request.cmd(Command.HSET).arg(key(tenant, kind)).arg(VERSION).arg(Ids.next());
    }

    @Override
    public void remove(String tenant, String kind, Collection<String> ids) {
        if (!ids.isEmpty()) {
            Request removal = Request.cmd(Command.HDEL).arg(key(tenant, kind));
            ids.forEach(id -> removal.arg(ITEM + id));
            link.ask(removal);
        }
        // After the removal: whoever reads the new version reads without the items.
        put(tenant, kind, Map.of());
    }

    private static Buffer key(String tenant, String kind) {
        return Buffer.buffer(new RedisKeys(tenant).kept(kind).getBytes(StandardCharsets.UTF_8));
    }
}
