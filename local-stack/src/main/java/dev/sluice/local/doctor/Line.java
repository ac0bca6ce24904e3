package dev.sluice.local.doctor;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/** A connection that gives up after three seconds, and why it did in words. */
final class Line {

    private static final int MILLIS = 3_000;

    private Line() {}

    static Socket connect(String host, int port, boolean tls) throws IOException {
        if (host == null) {
            throw new UnknownHostException("there is no host in it");
        }
        Socket socket = tls ? SSLSocketFactory.getDefault().createSocket() : new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), MILLIS);
            socket.setSoTimeout(MILLIS);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    static String reason(Exception e) {
        return switch (e) {
            case UnknownHostException unknown -> "the name is not known";
            case UnresolvedAddressException unknown -> "the name is not known";
            case SocketTimeoutException late -> "no answer within three seconds";
            case ConnectException refused -> "nobody listens there";
            case SSLException tls -> "TLS failed (" + tls.getMessage() + ")";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
