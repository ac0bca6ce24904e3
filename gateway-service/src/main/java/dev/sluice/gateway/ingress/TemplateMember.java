package dev.sluice.gateway.ingress;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.json.Json;
import java.nio.charset.StandardCharsets;

/** The member {@code template} of a chat request, and the request that is left once it was filled: all other bytes stay. */
final class TemplateMember {

    private TemplateMember() {}

    /** Its value. */
    static JsonNode value(byte[] body, Span member) {
        int brace = member.start();
        while (body[brace] != '{') {
            brace++;
        }
        return Json.read(body, brace, member.end() - brace);
    }

    /**
     * The body without it, and with messages.
     *
     * @param list where the list of messages stands; empty at the end of the opening brace if there is none
     * @param empty whether nothing stands in the list
     * @param messages what is put before the others
     */
    static byte[] replaced(byte[] body, Span member, Span list, boolean empty, String messages) {
        boolean absent = list.start() == list.end();
        Span put = absent ? list : new Span(list.start() + 1, list.start() + 1);
        String text = absent ? "\"messages\":[" + messages + "]," : empty ? messages : messages + ",";
        byte[] with = text.getBytes(StandardCharsets.UTF_8);
        Span cut = withComma(body, member);
        return put.start() > cut.start()
                ? Splice.replace(Splice.replace(body, put, with), cut, new byte[0])
                : Splice.replace(Splice.replace(body, cut, new byte[0]), put, with);
    }

    /** With the comma before it, or the one behind it if it is the first. */
    private static Span withComma(byte[] body, Span member) {
        int before = member.start() - 1;
        while (isBlank(body[before])) {
            before--;
        }
        if (body[before] == ',') {
            return new Span(before, member.end());
        }
        int behind = member.end();
        while (isBlank(body[behind])) {
            behind++;
        }
        return new Span(member.start(), body[behind] == ',' ? behind + 1 : member.end());
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
