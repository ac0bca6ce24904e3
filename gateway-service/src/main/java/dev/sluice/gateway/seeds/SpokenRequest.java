package dev.sluice.gateway.seeds;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import org.jspecify.annotations.Nullable;

/** A request that came with another one: its headers and body are its own, all else is the other's. */
final class SpokenRequest extends HttpServerRequestWrapper {

    private final MultiMap headers;
    private final Buffer body;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private boolean read;

    SpokenRequest(HttpServerRequest within, MultiMap headers, Buffer body) {
        super((HttpServerRequestInternal) within);
        this.headers = headers;
        this.body = body;
    }

    @Override
    public HttpMethod method() {
        return HttpMethod.POST;
    }

    @Override
    public MultiMap headers() {
        return headers;
    }

    @Override
    public @Nullable String getHeader(String name) {
        return headers.get(name);
    }

    @Override
    public @Nullable String getHeader(CharSequence name) {
        return headers.get(name);
    }

    @Override
    public HttpServerRequest handler(@Nullable Handler<Buffer> of) {
        handler = of;
        return this;
    }

    @Override
    public HttpServerRequest endHandler(@Nullable Handler<Void> of) {
        endHandler = of;
        return this;
    }

    @Override
    public HttpServerRequest exceptionHandler(@Nullable Handler<Throwable> of) {
        return this;
    }

    @Override
    public HttpServerRequest pause() {
        return this;
    }

    @Override
    public HttpServerRequest fetch(long amount) {
        return resume();
    }

    @Override
    public HttpServerRequest resume() {
        Handler<Buffer> takes = handler;
        Handler<Void> ends = endHandler;
        if (!read && takes != null && ends != null) {
            read = true;
            takes.handle(body);
            ends.handle(null);
        }
        return this;
    }
}
