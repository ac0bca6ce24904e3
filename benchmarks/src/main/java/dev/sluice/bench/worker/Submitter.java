package dev.sluice.bench.worker;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Submits tasks over kept HTTP connections, one request at a time on each, written by hand: the load generator shares two
 * cores with what it measures.
 */
final class Submitter {

    /**
     * A task to submit.
     *
     * @param tenant whose it is
     * @param priority its lane
     * @param millis how long it does nothing
     */
    record Order(String tenant, String priority, int millis) {}

    private final URI worker;

    Submitter(String url) {
        this.worker = URI.create(url);
    }

    /** Submits so many, over so many connections at once; gives the ids that were answered with 202. */
    Collection<String> submit(int count, int connections, IntFunction<Order> orders) throws InterruptedException {
        var next = new AtomicInteger();
        var ids = new ConcurrentLinkedQueue<String>();
        var failures = new ConcurrentLinkedQueue<Exception>();
        var ended = new CountDownLatch(connections);
        for (int i = 0; i < connections; i++) {
            Thread.ofVirtual().start(() -> {
                try (var connection = new Connection(worker)) {
                    for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                        ids.add(connection.submit(orders.apply(number)));
                    }
                } catch (IOException | RuntimeException e) {
                    failures.add(e);
                } finally {
                    ended.countDown();
                }
            });
        }
        ended.await();
        if (!failures.isEmpty()) {
            throw new IllegalStateException("a submission failed", failures.peek());
        }
        return ids;
    }

    /** Submits one after the other, each at its time, so many a second. */
    List<String> paced(int count, double perSecond, IntFunction<Order> orders)
            throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        long begin = System.nanoTime();
        try (var connection = new Connection(worker)) {
            for (int i = 0; i < count; i++) {
                long wait = begin + (long) (i * 1e9 / perSecond) - System.nanoTime();
                if (wait > 0) {
                    Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                }
                ids.add(connection.submit(orders.apply(i)));
            }
        }
        return ids;
    }

    private static final class Connection implements AutoCloseable {

        private final Socket socket;
        private final InputStream in;
        private final String host;

        Connection(URI worker) throws IOException {
            socket = new Socket(worker.getHost(), worker.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(60_000);
            in = new BufferedInputStream(socket.getInputStream());
            host = worker.getAuthority();
        }

        String submit(Order order) throws IOException {
            String body = "{\"type\":\"noop\",\"priority\":\"%s\",\"input\":{\"millis\":%d}}"
                    .formatted(order.priority(), order.millis());
            String head =
                    "POST /background/task HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n".formatted(host)
                            + "x-sluice-internal: %s\r\nx-sluice-tenant: %s\r\nContent-Length: %d\r\n\r\n"
                                    .formatted(Rig.SECRET, order.tenant(), body.length());
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            String answer = read();
            int id = answer.indexOf("\"id\":\"");
            if (!answer.startsWith("HTTP/1.1 202") || id < 0) {
                throw new IOException("not accepted: " + answer);
            }
            return answer.substring(id + 6, answer.indexOf('"', id + 6));
        }

        private String read() throws IOException {
            String status = line();
            int length = 0;
            for (String header = line(); !header.isEmpty(); header = line()) {
                if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                    length = Integer.parseInt(header.substring(15).strip());
                }
            }
            return status + "\n" + new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }

        private String line() throws IOException {
            var line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("the worker closed the connection");
                }
                if (next != '\r') {
                    line.append((char) next);
                }
            }
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
