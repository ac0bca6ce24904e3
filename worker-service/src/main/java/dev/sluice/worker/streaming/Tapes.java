package dev.sluice.worker.streaming;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.kit.ids.Ids;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.kit.streaming.EventStream;
import dev.sluice.worker.knowledge.KnowledgeConfig;
import io.quarkus.logging.Log;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers that are streamed while they are made. An answer is made apart from its reader: a reader that comes back in time,
 * with {@code Last-Event-ID}, goes on behind the event it names; when nobody reads any more for a while, the work is
 * interrupted, and with it the model call.
 */
@ApplicationScoped
class Tapes {

    private static final Pattern PLACE = Pattern.compile("([0-9a-f-]{36})\\.(\\d{1,6})");

    /** A reader that neither reads on nor leaves holds a finished answer no longer than this. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Followers followers;
    private final ObjectMapper json;
    private final Duration patience;
    private final Duration heartbeat;
    private final Map<String, Tape> tapes = new ConcurrentHashMap<>();

    Tapes(Followers followers, ObjectMapper json, KnowledgeConfig config) {
        this.followers = followers;
        this.json = json;
        this.patience = config.resumeWithin();
        this.heartbeat = config.heartbeat();
    }

    /** Says events. */
    interface Voice {
        /**
         * Says one.
         *
         * @throws UncheckedIOException when more has been said than is kept
         */
        void say(String name, Object data);
    }

    /** Makes an answer. */
    interface Script {
        void play(Voice voice) throws InterruptedException;
    }

    /**
     * An event stream of a new answer, or the rest of one.
     *
     * @param lastEventId what the reader saw last; of an answer that is gone, a new one is made
     */
    Response stream(String tenant, @Nullable String lastEventId, RoutingContext route, Script script) {
        followers.enter(route);
        Matcher place = PLACE.matcher(lastEventId == null ? "" : lastEventId);
        Tape known = place.matches() ? tapes.get(place.group(1)) : null;
        Tape tape = known != null && known.isOf(tenant) ? known : new Tape(Ids.next(), tenant);
        boolean resumed = tape == known;
        int from = resumed ? Integer.parseInt(place.group(2)) : 0;
        tape.enter();
        if (!resumed) {
            begin(tape, script);
        }
        return EventStream.of(route, stream -> tape.read(stream, from, heartbeat));
    }

    private void begin(Tape tape, Script script) {
        tapes.put(tape.id(), tape);
        Thread work = Thread.ofVirtual().name("answer-" + tape.id()).start(() -> {
            try {
                script.play((name, data) -> say(tape, name, data));
            } catch (InterruptedException e) {
                // Nobody reads any more.
            } catch (Refusal e) {
                quietly(tape, new Broken(e.code(), e.detail()));
            } catch (RuntimeException e) {
                Log.warnf("a streamed answer broke off: %s", e.toString());
                quietly(tape, new Broken("internal", "The answer broke off; what came before is incomplete."));
            } finally {
                tape.end();
            }
        });
        Thread.ofVirtual().name("watch-" + tape.id()).start(() -> watch(tape, work));
    }

    /** Ends the work when nobody has read for a while, and forgets the tape a while after its end. */
    private void watch(Tape tape, Thread work) {
        try {
            long start = System.nanoTime();
            while (true) {
                boolean finished = work.join(Duration.ofMillis(250));
                if (finished && System.nanoTime() - start > LONGEST.toNanos()) {
                    break;
                }
                if (tape.alone().compareTo(patience) > 0) {
                    work.interrupt();
                    break;
                }
                if (finished) {
                    Thread.sleep(250);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            tapes.remove(tape.id());
        }
    }

    private void say(Tape tape, String name, Object data) {
        try {
            tape.say(name, json.writeValueAsString(data));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an event cannot be written as JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void quietly(Tape tape, Broken why) {
        try {
            say(tape, "error", why);
        } catch (UncheckedIOException full) {
            Log.debug("the tape is full; its end says enough");
        }
    }
}
