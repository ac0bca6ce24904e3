package dev.sluice.gateway.drain;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP balancer as a cluster has it: each new connection goes to the next replica that said it was ready when it was
 * last asked, and stays there, whatever becomes of the replica's readiness.
 */
final class Balancer implements AutoCloseable {

    private static final long ASK_EVERY_MILLIS = 100;

    /** One replica. */
    static final class Replica {

        private final Packaged gateway;
        private final AtomicInteger connections = new AtomicInteger();
        private volatile boolean ready = true;

        private Replica(Packaged gateway) {
            this.gateway = gateway;
        }

        /** Connections it got since it was added. */
        int connections() {
            return connections.get();
        }
    }

    private final ServerSocket door;
    private final List<Replica> replicas = new CopyOnWriteArrayList<>();
    private final List<Closeable> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile boolean closed;

    Balancer() throws IOException {
        door = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
        Thread.ofVirtual().start(this::ask);
    }

    /** Where clients connect. */
    String url() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    Replica add(Packaged gateway) {
        var replica = new Replica(gateway);
        replicas.add(replica);
        return replica;
    }

    void remove(Replica replica) {
        replicas.remove(replica);
    }

    private void ask() {
        while (!closed) {
            for (Replica replica : replicas) {
                try {
                    replica.ready = replica.gateway.client.get("/health/ready").status() == 200;
                } catch (UncheckedIOException gone) {
                    replica.ready = false;
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(ASK_EVERY_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
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
            URI address = URI.create(chosen.gateway.client.base());
            var server = new Socket(address.getHost(), address.getPort());
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
    }
}
