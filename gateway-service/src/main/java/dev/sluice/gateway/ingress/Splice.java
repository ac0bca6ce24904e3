package dev.sluice.gateway.ingress;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Replaces a piece of a body and keeps every other byte. */
final class Splice {

    private Splice() {}

    static byte[] replace(byte[] body, Span at, byte[] with) {
        byte[] out = new byte[body.length - (at.end() - at.start()) + with.length];
        System.arraycopy(body, 0, out, 0, at.start());
        System.arraycopy(with, 0, out, at.start(), with.length);
        System.arraycopy(body, at.end(), out, at.start() + with.length, body.length - at.end());
        return out;
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
