package dev.sluice.kit.streaming;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One client that reads server-sent events. Written by one thread; told when the client has left. */
public final class EventStream {

    private final OutputStream out;
    private final AtomicBoolean gone;

    private EventStream(OutputStream out, AtomicBoolean gone) {
        this.out = out;
        this.gone = gone;
    }

    /** What is written to the client. */
    public interface Script {
        void write(EventStream stream) throws IOException, InterruptedException;
    }

    /**
     * An answer that is an event stream.
     *
     * @param route the request; when its client leaves, the writing thread is interrupted
     * @param script runs on the thread that serves the request
     */
    public static Response of(RoutingContext route, Script script) {
        StreamingOutput body = out -> {
            var gone = new AtomicBoolean();
            Thread writing = Thread.currentThread();
            var done = new AtomicBoolean();
            route.addEndHandler(ended -> {
                gone.set(true);
                synchronized (done) {
                    if (!done.get()) {
                        writing.interrupt();
                    }
                }
            });
            try {
                script.write(new EventStream(out, gone));
            } catch (InterruptedException e) {
                // The client has left; there is nobody to tell.
            } finally {
                synchronized (done) {
                    done.set(true);
                }
                Thread.interrupted();
            }
        };
        return Response.ok(body, "text/event-stream")
                .header("cache-control", "no-cache")
                .header("x-accel-buffering", "no")
                .build();
    }

    /** Whether the client has left. */
    public boolean isGone() {
        return gone.get();
    }

    /**
     * Sends an event.
     *
     * @param name the event's name
     * @param id the id to resume from
     * @param data one line, such as JSON
     */
    public void send(String name, @Nullable String id, String data) throws IOException {
        write((id == null ? "" : "id: " + id + "\n") + "event: " + name + "\ndata: " + data + "\n\n");
    }

    /** Sends a comment, so that nobody in between takes the stream for dead. */
    public void beat() throws IOException {
        write(": still here\n\n");
    }

    private void write(String block) throws IOException {
        if (gone.get()) {
            throw new IOException("the client has left");
        }
        out.write(block.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
