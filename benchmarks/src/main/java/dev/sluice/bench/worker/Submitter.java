package dev.sluice.bench.worker;

import dev.sluice.bench.load.Ensemble;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

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

    /** What a connection is given to do again and again. */
    private interface Turn {
        Collection<String> take(Connection connection, int number) throws IOException;
    }

    /** Submits so many, over so many connections at once; gives the ids that were answered with 202. */
    Collection<String> submit(int count, int connections, IntFunction<Order> orders) throws InterruptedException {
        return turns(count, connections, (connection, number) -> List.of(connection.submit(orders.apply(number))));
    }

    /** Submits so many batches of so many each, one tenant a batch, over so many connections at once. */
    Collection<String> batches(int count, int each, int connections, IntFunction<Order> orders)
            throws InterruptedException {
        return turns(count, connections, (connection, number) -> connection.submit(orders.apply(number), each));
    }

    private Collection<String> turns(int count, int connections, Turn turn) throws InterruptedException {
        var next = new AtomicInteger();
        var ids = new ConcurrentLinkedQueue<String>();
        var failures = new ConcurrentLinkedQueue<Exception>();
        var ended = new CountDownLatch(connections);
        for (int i = 0; i < connections; i++) {
            Thread.ofVirtual().start(() -> {
                try (var connection = new Connection(worker)) {
                    for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                        ids.addAll(turn.take(connection, number));
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

        private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

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
            return ids(post("/background/task", order.tenant(), task(order)), 1).getFirst();
        }

        List<String> submit(Order order, int count) throws IOException {
            String tasks = String.join(",", Collections.nCopies(count, task(order)));
            return ids(post("/background/tasks", order.tenant(), "{\"tasks\":[" + tasks + "]}"), count);
        }

        private static String task(Order order) {
            return "{\"type\":\"noop\",\"priority\":\"%s\",\"input\":{\"millis\":%d}}"
                    .formatted(order.priority(), order.millis());
        }

        private String post(String path, String tenant, String body) throws IOException {
            String head = "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n".formatted(path, host)
                    + "x-sluice-internal: %s\r\nx-sluice-tenant: %s\r\nContent-Length: %d\r\n\r\n"
                            .formatted(Ensemble.SECRET, tenant, body.length());
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            return read();
        }

        private static List<String> ids(String answer, int expected) throws IOException {
            List<String> ids =
                    ID.matcher(answer).results().map(id -> id.group(1)).toList();
            if (!answer.startsWith("HTTP/1.1 202") || ids.size() != expected) {
                throw new IOException("not accepted: " + answer);
            }
            return ids;
        }

        private String read() throws IOException {
            String status = line();
            int length = 0;
            boolean chunked = false;
            for (String header = line(); !header.isEmpty(); header = line()) {
                if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                    length = Integer.parseInt(header.substring(15).strip());
                }
                chunked |= header.regionMatches(true, 0, "transfer-encoding: chunked", 0, 26);
            }
            return status + "\n" + (chunked ? chunks() : text(length));
        }

        private String chunks() throws IOException {
            var body = new StringBuilder();
            for (int length = Integer.parseInt(line(), 16); length > 0; length = Integer.parseInt(line(), 16)) {
                body.append(text(length));
                line();
            }
            line();
            return body.toString();
        }

        private String text(int length) throws IOException {
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
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
