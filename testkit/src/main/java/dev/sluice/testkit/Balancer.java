package dev.sluice.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP balancer as a cluster has it: each new connection goes to the next replica that said it was ready when it was
 * last asked, and stays there, whatever becomes of the replica's readiness.
 */
public final class Balancer implements AutoCloseable {

    private static final long ASK_EVERY_MILLIS = 100;

    /** One replica. */
    public static final class Replica {

        private final URI address;
        private final AtomicInteger connections = new AtomicInteger();
        private volatile boolean ready = true;

        private Replica(URI address) {
            this.address = address;
        }

        /** Connections it got since it was added. */
        public int connections() {
            return connections.get();
        }
    }

    private final ServerSocket door;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Replica> replicas = new CopyOnWriteArrayList<>();
    private final List<Closeable> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile boolean closed;

    private Balancer() throws IOException {
        door = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
        Thread.ofVirtual().start(this::ask);
    }

    /** Starts one without replicas, on a free port of the loopback address. */
    public static Balancer start() throws IOException {
        return new Balancer();
    }

    /** Where clients connect, without a path. */
    public String url() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    /**
     * Adds a replica that is ready.
     *
     * @param url where it answers, without a path; {@code /health/ready} is asked there
     */
    public Replica add(String url) {
        var replica = new Replica(URI.create(url));
        replicas.add(replica);
        return replica;
    }

    /** No new connection goes there. */
    public void remove(Replica replica) {
        replicas.remove(replica);
    }

    private void ask() {
        while (!closed) {
            replicas.forEach(replica -> replica.ready = saysReady(replica));
            try {
                TimeUnit.MILLISECONDS.sleep(ASK_EVERY_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean saysReady(Replica replica) {
        var request = HttpRequest.newBuilder(replica.address.resolve("/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException gone) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        List<Replica> ready = replicas.stream().filter(replica -> replica.ready).toList();
        try {
            if (ready.isEmpty()) {
                client.close();
                return;
            }
            Replica chosen = ready.get(Math.floorMod(turn.getAndIncrement(), ready.size()));
            var server = new Socket(chosen.address.getHost(), chosen.address.getPort());
            chosen.connections.incrementAndGet();
            open.addAll(List.of(client, server));
            Thread.ofVirtual().start(() -> pump(client, server));
            pump(server, client);
            open.removeAll(List.of(client, server));
        } catch (IOException e) {
            quietly(client);
        }
    }

    /** Passes on what one side says until it ends, and that it has ended. */
    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            quietly(from);
            quietly(to);
        }
    }

    private static void quietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed either way.
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        door.close();
        open.forEach(Balancer::quietly);
        http.shutdownNow();
    }
}
