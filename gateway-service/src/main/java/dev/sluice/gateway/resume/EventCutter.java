package dev.sluice.gateway.resume;

import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** Cuts a stream of server-sent events into its events, wherever its pieces begin and end. */
final class EventCutter {

    private Buffer held = Buffer.buffer(0);
    private boolean lineIsEmpty = true;
    private boolean afterReturn;

    /** Reads on; each event is told with the empty line that ends it. */
    void accept(Buffer piece, Consumer<Buffer> event) {
        int from = 0;
        for (int i = 0; i < piece.length(); i++) {
            byte b = piece.getByte(i);
            if (b == '\n' && afterReturn) {
                afterReturn = false;
                // The second half of an ending: of a line, or of an event that has been told already.
                from += from == i && held.length() == 0 ? 1 : 0;
                continue;
            }
            afterReturn = b == '\r';
            if (b != '\n' && b != '\r') {
                lineIsEmpty = false;
            } else if (lineIsEmpty) {
                event.accept(held.appendBuffer(piece, from, i + 1 - from));
                held = Buffer.buffer(0);
                from = i + 1;
            } else {
                lineIsEmpty = true;
            }
        }
        held.appendBuffer(piece, from, piece.length() - from);
    }

    /** Bytes of an event that has not ended. */
    int held() {
        return held.length();
    }

    /** What came of an event that has not ended; it begins anew. */
    Buffer rest() {
        Buffer rest = held;
        held = Buffer.buffer(0);
        lineIsEmpty = true;
        afterReturn = false;
        return rest;
    }
}
