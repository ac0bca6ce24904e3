package dev.sluice.gateway.joining;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.resume.StreamLog;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call that several clients share: what has come of it so far, and who follows it. From any thread. */
public final class Joint {

    /** The first byte of a piece that is for us: no event begins with it. */
    private static final byte SIGN = 0x1e;

    private static final String EVENTS = "E";
    private static final String EVENTS_WITH_USAGE = "U";
    private static final String DOCUMENT = "D";

    private final String tenant;
    private final String key;
    private final List<Runnable> followers = new ArrayList<>();
    private final Runnable news = this::tell;
    private @Nullable StreamLog log;
    private @Nullable Runnable onFollowers;
    private boolean failed;
    private boolean over;
    private int holds;
    private boolean wanted;
    private boolean hadFollowers;

    Joint(String tenant, String key) {
        this.tenant = tenant;
        this.key = key;
    }

    String tenant() {
        return tenant;
    }

    String key() {
        return key;
    }

    /** What a piece is. */
    sealed interface Piece {

        /** What follows are events, with or without a chunk of usage at the end. */
        record Opening(boolean usage) implements Piece {}

        /** The complete answer as a chat completion document. */
        record Document(Buffer chat) implements Piece {}

        /** Events as they came. */
        record Events(Buffer bytes) implements Piece {}

        static Piece of(Buffer bytes) {
            if (bytes.length() < 2 || bytes.getByte(0) != SIGN) {
                return new Events(bytes);
            }
            return switch (bytes.getString(1, 2)) {
                case DOCUMENT -> new Document(bytes.getBuffer(2, bytes.length()));
                case EVENTS_WITH_USAGE -> new Opening(true);
                default -> new Opening(false);
            };
        }

        static Buffer opening(boolean usage) {
            return Buffer.buffer().appendByte(SIGN).appendString(usage ? EVENTS_WITH_USAGE : EVENTS);
        }

        static Buffer document(Buffer chat) {
            return Buffer.buffer(chat.length() + 2)
                    .appendByte(SIGN)
                    .appendString(DOCUMENT)
                    .appendBuffer(chat);
        }
    }

    /**
     * Here is what comes of it.
     *
     * @param byUs whether this replica makes the call
     */
    void reads(StreamLog source, boolean byUs) {
        synchronized (this) {
            if (failed) {
                return;
            }
            log = source;
            holds = byUs ? 2 : 0;
        }
        source.listen(news);
        tell();
    }

    /** Nothing more will come of it: who has got nothing yet asks again. */
    void fail() {
        StreamLog source;
        synchronized (this) {
            if (failed || over) {
                return;
            }
            failed = true;
            holds = Math.min(holds, 1);
            source = log;
        }
        if (source != null) {
            source.leave(news);
            source.fail(ApiError.upstreamFailed(
                    "upstream_cut",
                    "The call that this one shared broke off before its answer was complete. Ask again."));
        }
        tell();
        tidy();
    }

    /** All has been said. */
    void finish() {
        StreamLog source;
        synchronized (this) {
            over = true;
            source = log;
        }
        if (source != null) {
            source.finish();
        }
        tidy();
    }

    /** One of the two who need what was said of an own call does not any more: the one who led, and the lease. */
    void released() {
        synchronized (this) {
            holds--;
        }
        tidy();
    }

    private void tidy() {
        StreamLog source;
        synchronized (this) {
            source = holds > 0 || !followers.isEmpty() || !(over || failed) ? null : log;
        }
        if (source != null) {
            // A log that mirrors another replica's ends when nobody listens.
            source.leave(news);
            source.clear();
        }
    }

    private void tell() {
        List<Runnable> all;
        synchronized (this) {
            all = List.copyOf(followers);
        }
        all.forEach(Runnable::run);
    }

    /** What follows the piece of this number; null while nothing is known. */
    StreamLog.@Nullable Page after(long number, int most) {
        StreamLog source;
        synchronized (this) {
            source = log;
            if (source == null) {
                return failed ? new StreamLog.Page.TooLate() : null;
            }
        }
        return source.after(number, most);
    }

    void join(Runnable follower) {
        Runnable changed;
        synchronized (this) {
            followers.add(follower);
            hadFollowers = true;
            changed = onFollowers;
        }
        if (changed != null) {
            changed.run();
        }
    }

    void leave(Runnable follower) {
        Runnable changed;
        synchronized (this) {
            if (!followers.remove(follower)) {
                return;
            }
            changed = onFollowers;
        }
        if (changed != null) {
            changed.run();
        }
        tidy();
    }

    /** Runs whenever somebody comes or goes; from any thread. */
    synchronized void onFollowers(Runnable action) {
        onFollowers = action;
    }

    /** Other replicas follow it. */
    void wanted() {
        Runnable changed;
        synchronized (this) {
            wanted = true;
            changed = onFollowers;
        }
        if (changed != null) {
            changed.run();
        }
    }

    /** Whether anybody follows it. */
    synchronized boolean isFollowed() {
        return wanted || !followers.isEmpty();
    }

    /** How many follow it in this replica. */
    synchronized int followers() {
        return followers.size();
    }

    synchronized boolean hasFailed() {
        return failed;
    }

    /** Whether somebody followed it, and nobody does any more. */
    synchronized boolean isIdle() {
        return hadFollowers && followers.isEmpty();
    }
}
