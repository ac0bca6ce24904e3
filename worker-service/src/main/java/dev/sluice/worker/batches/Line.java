package dev.sluice.worker.batches;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What became of one request: the value on {@code sluice.batches.lines}, which is a line of a file already, and what is
 * counted of it, which stands in the record's headers.
 *
 * @param head what is counted
 * @param json the line, without its end
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody
record Line(Head head, byte[] json) {

    private static final String NUMBER = "n";
    private static final String OK = "ok";
    private static final String USAGE = "u";

    /**
     * What is counted.
     *
     * @param number of the request in its file, from 0
     * @param ok whether it was answered with 200
     * @param usage what the answer says it took
     */
    record Head(int number, boolean ok, Usage usage) {

        static Head of(Headers headers) {
            return new Head(
                    Integer.parseInt(text(headers, NUMBER)),
                    text(headers, OK).equals("1"),
                    Usage.ofHeader(text(headers, USAGE)));
        }

        void write(Headers headers) {
            put(headers, NUMBER, Integer.toString(number));
            put(headers, OK, ok ? "1" : "0");
            put(headers, USAGE, usage.header());
        }

        private static String text(Headers headers, String name) {
            Header header = headers.lastHeader(name);
            if (header == null) {
                throw new IllegalArgumentException("no header " + name);
            }
            return new String(header.value(), StandardCharsets.UTF_8);
        }

        private static void put(Headers headers, String name, String value) {
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }
}
