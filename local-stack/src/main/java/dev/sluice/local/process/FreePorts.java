package dev.sluice.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * The ports of this machine. A free one that was handed out stays bound until {@link #close}, so that it is not handed
 * out twice.
 */
public final class FreePorts implements AutoCloseable {

    private static final int CONNECT_MS = 200;

    private final List<ServerSocket> held = new ArrayList<>();

    /** Whether nobody listens on the port: on loopback, or on all addresses. */
    public boolean isFree(int port) {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
            return false;
        } catch (IOException nobodyAnswers) {
            return canBind(port);
        }
    }

    /** A port nobody uses. */
    public int any() throws IOException {
        var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket socket : held) {
            socket.close();
        }
        held.clear();
    }

    private static boolean canBind(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
