package dev.sluice.gateway.journey;

import dev.sluice.gateway.answer.AnswerReader;
import dev.sluice.gateway.answer.MessageReader;
import dev.sluice.gateway.answer.SseTap;
import dev.sluice.gateway.answer.UsageFilter;
import dev.sluice.gateway.errors.Speech;
import dev.sluice.gateway.ingress.ChatRequest;
import dev.sluice.gateway.ingress.ModelRequest;
import dev.sluice.gateway.ingress.TranslatedRequest;
import dev.sluice.gateway.messages.MessageDocument;
import dev.sluice.gateway.messages.MessageEvents;
import dev.sluice.gateway.messages.MessagesReader;
import dev.sluice.gateway.provider.Call;
import dev.sluice.gateway.responses.Frame;
import dev.sluice.gateway.responses.ResponseDocument;
import dev.sluice.gateway.responses.ResponseEvents;
import dev.sluice.gateway.routing.Printable;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Between the caller's dialect and chat completions, which everything in the house understands. Where caller and provider
 * speak the same, there is nothing to do: bytes pass as they are.
 */
final class Interpreter {

    private final Exchange x;
    private final boolean exact;
    private final boolean usageAdded;
    private final String provider;

    private Interpreter(Exchange x, boolean exact, boolean usageAdded, String provider) {
        this.x = x;
        this.exact = exact;
        this.usageAdded = usageAdded;
        this.provider = provider;
    }

    /** For the answer to a call. */
    static Interpreter of(Exchange x, Call call) {
        return new Interpreter(
                x,
                call.exact() || x.speech == Speech.CHAT,
                call.usageAdded(),
                call.deployment().provider().name());
    }

    /** The request as a chat completion. */
    static ChatRequest chat(ModelRequest said) {
        return said instanceof TranslatedRequest other ? other.chat() : (ChatRequest) said;
    }

    /** Whether the translation holds all that the request cannot do without. */
    static boolean isSayable(ModelRequest said) {
        return !(said instanceof TranslatedRequest other) || other.refusal() == null;
    }

    /** What a translation leaves out. */
    static List<String> dropped(ModelRequest said) {
        return said instanceof TranslatedRequest other ? other.dropped() : List.of();
    }

    /** Tells the client what its provider did not get to see. */
    void describe() {
        if (!exact && !x.dropped.isEmpty()) {
            x.client().putHeader("x-sluice-dropped", Printable.of(String.join(",", x.dropped)));
        }
    }

    /** What keeps answers of different dialects apart; null where none may be shared. */
    static @Nullable String apart(ModelRequest said) {
        if (said instanceof TranslatedRequest other) {
            return other.shareable() ? "\n" + other.speech() + "\n" + other.apart() : null;
        }
        return "";
    }

    /** The request with the shortened prompt of its translation. */
    static ModelRequest improved(ModelRequest said, ChatRequest asked, ChatRequest shorter) {
        if (shorter.equals(asked)) {
            return said;
        }
        return said instanceof TranslatedRequest other ? MessagesReader.withTexts(other, shorter) : shorter;
    }

    /** A stored chat completion, as a document or a stream, in the caller's dialect. */
    static Buffer replay(Exchange x, Buffer chat, boolean stream) {
        if (x.speech == Speech.CHAT) {
            return chat;
        }
        return Buffer.buffer(
                stream
                        ? new MessageEvents(x.requestId).accept(chat.getBytes())
                        : MessageDocument.from(chat.getBytes()));
    }

    /** Whether bytes leave as the provider's translation gives them. */
    boolean isExact() {
        return exact;
    }

    /** Whether what is understood is what leaves, event for event. */
    boolean readsAlong() {
        return exact && !usageAdded;
    }

    /** What understands the answer before it is said in the caller's dialect. */
    SseTap.Reading reading() {
        if (!exact || x.speech == Speech.CHAT) {
            return AnswerReader::read;
        }
        Frame frame = x.frame;
        return x.speech == Speech.MESSAGES || frame == null
                ? MessageReader::read
                : (data, length, into) -> {
                    boolean read = AnswerReader.read(data, length, into);
                    frame.named(into.id(), provider);
                    return read;
                };
    }

    /**
     * What makes the caller's dialect of each chunk.
     *
     * @param chat makes chat completions of them
     * @param tap reads along between the two
     */
    UnaryOperator<byte[]> stream(UnaryOperator<byte[]> chat, SseTap tap) {
        if (readsAlong()) {
            return chat;
        }
        UnaryOperator<byte[]> caller = exact ? new UsageFilter(tap.answer()) : events();
        return bytes -> {
            byte[] said = chat.apply(bytes);
            tap.accept(said);
            return caller.apply(said);
        };
    }

    private UnaryOperator<byte[]> events() {
        Frame frame = x.frame;
        return frame == null ? new MessageEvents(x.requestId)::accept : new ResponseEvents(frame)::accept;
    }

    /** A document or an error in the caller's dialect. */
    Buffer document(Buffer chat, boolean good, int status) {
        Frame frame = x.frame;
        if (exact || (frame != null && !good)) {
            return chat;
        }
        if (frame != null) {
            return Buffer.buffer(ResponseDocument.from(chat.getBytes(), frame));
        }
        return Buffer.buffer(
                good
                        ? MessageDocument.from(chat.getBytes())
                        : MessageDocument.error(chat.getBytes(), status, x.requestId));
    }
}
