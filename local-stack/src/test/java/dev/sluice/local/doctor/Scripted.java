package dev.sluice.local.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A port that does one thing with each connection. */
final class Scripted implements AutoCloseable {

    /** What is done with a connection before it is closed. */
    interface Part {
        void play(InputStream in, OutputStream out) throws IOException;
    }

    private final ServerSocket server;
    private final Thread host;

    Scripted(Part part) throws IOException {
        this.server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        this.host = Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    part.play(socket.getInputStream(), socket.getOutputStream());
                } catch (IOException closed) {
                    // The one who asked has gone, or the test is over.
                }
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    /** A Redis whose memory is as told. */
    static Scripted redis(String policy, long maxmemory) throws IOException {
        return new Scripted((in, out) -> {
            byte[] asked = new byte[512];
            int read = in.read(asked);
            while (read > 0) {
                if (new String(asked, 0, read).contains("AUTH")) {
                    out.write("+OK\r\n".getBytes());
                } else {
                    String body = "# Memory\r\nmaxmemory:" + maxmemory + "\r\nmaxmemory_policy:" + policy + "\r\n";
                    out.write(("$" + body.length() + "\r\n" + body + "\r\n").getBytes());
                }
                out.flush();
                read = in.read(asked);
            }
        });
    }

    /** Nobody listens on the port any more when this returns: the system closes it after the last accept has ended. */
    @Override
    public void close() throws IOException {
        server.close();
        try {
            host.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
