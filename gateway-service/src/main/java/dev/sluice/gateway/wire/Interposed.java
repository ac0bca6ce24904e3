package dev.sluice.gateway.wire;

import io.quarkus.vertx.http.runtime.filters.AbstractResponseWrapper;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * A response that stands between a journey and who listens. All ways to write end in {@link #write(Buffer)} and {@link
 * #end(Buffer)}, all ways to set a header in {@link #headers()}, so that a subclass sees everything.
 */
public abstract class Interposed extends AbstractResponseWrapper {

    /** Stands before this response. */
    protected Interposed(HttpServerResponse behind) {
        super(behind);
    }

    @Override
    public abstract Future<Void> write(Buffer data);

    @Override
    public abstract Future<Void> end(Buffer data);

    @Override
    public abstract MultiMap headers();

    @Override
    public final void write(Buffer data, Handler<AsyncResult<Void>> then) {
        write(data).onComplete(then);
    }

    @Override
    public final Future<Void> write(String text) {
        return write(Buffer.buffer(text));
    }

    @Override
    public final Future<Void> write(String text, String encoding) {
        return write(Buffer.buffer(text, encoding));
    }

    @Override
    public final void write(String text, Handler<AsyncResult<Void>> then) {
        write(text).onComplete(then);
    }

    @Override
    public final void write(String text, String encoding, Handler<AsyncResult<Void>> then) {
        write(text, encoding).onComplete(then);
    }

    @Override
    public final Future<Void> end() {
        return end(Buffer.buffer(0));
    }

    @Override
    public final void end(Handler<AsyncResult<Void>> then) {
        end().onComplete(then);
    }

    @Override
    public final void end(Buffer data, Handler<AsyncResult<Void>> then) {
        end(data).onComplete(then);
    }

    @Override
    public final Future<Void> end(String text) {
        return end(Buffer.buffer(text));
    }

    @Override
    public final void end(String text, Handler<AsyncResult<Void>> then) {
        end(text).onComplete(then);
    }

    @Override
    public final Future<Void> end(String text, String encoding) {
        return end(Buffer.buffer(text, encoding));
    }

    @Override
    public final void end(String text, String encoding, Handler<AsyncResult<Void>> then) {
        end(text, encoding).onComplete(then);
    }

    @Override
    public final HttpServerResponse putHeader(String name, String value) {
        headers().set(name, value);
        return this;
    }

    @Override
    public final HttpServerResponse putHeader(CharSequence name, CharSequence value) {
        headers().set(name, value);
        return this;
    }

    @Override
    public final HttpServerResponse putHeader(String name, Iterable<String> values) {
        headers().set(name, values);
        return this;
    }

    @Override
    public final HttpServerResponse putHeader(CharSequence name, Iterable<CharSequence> values) {
        headers().set(name, values);
        return this;
    }
}
