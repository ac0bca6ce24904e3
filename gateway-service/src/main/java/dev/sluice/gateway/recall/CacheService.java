package dev.sluice.gateway.recall;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.cache.CacheAudit;
import dev.sluice.contracts.cache.CacheEntry;
import dev.sluice.contracts.cache.CacheReply;
import dev.sluice.gateway.peers.Helper;
import dev.sluice.gateway.peers.PeerHttp;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** The cache-service as the gateway calls it. What is told in the background is dropped when too much of it is under way. */
final class CacheService {

    private static final Duration STORE_DEADLINE = Duration.ofSeconds(2);
    private static final int MOST_STORING = 128;

    private final PeerHttp http;
    private final URI service;
    private final ObjectMapper json;
    private final Semaphore storing = new Semaphore(MOST_STORING);

    CacheService(PeerHttp http, URI service, ObjectMapper json) {
        this.http = http;
        this.service = service;
        this.json = json;
    }

    /** What it knows; fails when it is away or says something else. */
    Future<CacheReply> lookup(Inquiry inquiry) {
        return http.call(
                        HttpMethod.POST,
                        service,
                        "/internal/cache/lookup",
                        bytes(inquiry.question()),
                        inquiry.caller(),
                        inquiry.requestId(),
                        Helper.AT_MOST)
                .map(reply -> {
                    if (reply.status() != 200) {
                        throw new IllegalStateException("the cache-service answered " + reply.status());
                    }
                    return understand(reply.body());
                });
    }

    private CacheReply understand(Buffer body) {
        try {
            return json.readValue(body.getBytes(), CacheReply.class);
        } catch (IOException e) {
            throw new IllegalStateException("the cache-service answered something else", e);
        }
    }

    /** Hands it a complete answer and what that cost in nano-USD. */
    void remember(Inquiry inquiry, Buffer document, long costNano) {
        tell(
                "/internal/cache/remember",
                inquiry,
                () -> new CacheEntry(
                        inquiry.question(), document.toString(), inquiry.ttlSeconds(), costNano, inquiry.wanted()));
    }

    /** Hands it what the model itself says to a question that an entry was served for. */
    void audit(Inquiry inquiry, String entryId, Buffer document) {
        tell("/internal/cache/audit", inquiry, () -> new CacheAudit(inquiry.question(), entryId, document.toString()));
    }

    private void tell(String path, Inquiry inquiry, Supplier<Object> body) {
        if (!storing.tryAcquire()) {
            return;
        }
        http.call(
                        HttpMethod.POST,
                        service,
                        path,
                        bytes(body.get()),
                        inquiry.caller(),
                        inquiry.requestId(),
                        STORE_DEADLINE)
                .onComplete(done -> storing.release());
    }

    private Buffer bytes(Object value) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON", e);
        }
    }
}
