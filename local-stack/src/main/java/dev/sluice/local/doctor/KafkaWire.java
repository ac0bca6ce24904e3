package dev.sluice.local.doctor;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One question to a broker: the cluster's brokers and topics. Metadata request, version 1, of Kafka's protocol
 * (https://kafka.apache.org/protocol), over a plain connection; the launcher has no libraries.
 */
final class KafkaWire {

    private static final short METADATA = 3;
    private static final short VERSION = 1;
    private static final int ALL_TOPICS = -1;
    private static final int MOST_BYTES = 16 << 20;

    /** Where a broker says it is. */
    record Broker(String host, int port) {}

    /**
     * A topic.
     *
     * @param name its name
     * @param partitions how many it has
     * @param replicas the fewest of any partition
     * @param leaderless partitions that nobody leads
     */
    record Topic(String name, int partitions, int replicas, int leaderless) {}

    /** What a broker answered. */
    record Cluster(List<Broker> brokers, List<Topic> topics) {}

    private KafkaWire() {}

    static Cluster ask(String host, int port) throws IOException {
        try (Socket socket = Line.connect(host, port, false)) {
            var out = new DataOutputStream(socket.getOutputStream());
            byte[] request = request();
            out.writeInt(request.length);
            out.write(request);
            out.flush();
            var in = new DataInputStream(socket.getInputStream());
            int length = in.readInt();
            if (length < 8 || length > MOST_BYTES) {
                throw new IOException("what answers does not speak plain Kafka");
            }
            byte[] answer = new byte[length];
            in.readFully(answer);
            return read(new DataInputStream(new java.io.ByteArrayInputStream(answer)));
        }
    }

    private static byte[] request() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeShort(METADATA);
        out.writeShort(VERSION);
        out.writeInt(1);
        out.writeShort("sluice-doctor".length());
        out.writeBytes("sluice-doctor");
        out.writeInt(ALL_TOPICS);
        return bytes.toByteArray();
    }

    private static Cluster read(DataInputStream in) throws IOException {
        in.readInt(); // our number
        List<Broker> brokers = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            in.readInt(); // its number
            brokers.add(new Broker(text(in), in.readInt()));
            text(in); // its rack
        }
        in.readInt(); // the controller
        List<Topic> topics = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            in.readShort(); // an error
            String name = text(in);
            in.readBoolean(); // internal
            topics.add(topic(name, in));
        }
        return new Cluster(brokers, topics);
    }

    private static Topic topic(String name, DataInputStream in) throws IOException {
        int partitions = in.readInt();
        int fewest = Integer.MAX_VALUE;
        int leaderless = 0;
        for (int i = 0; i < partitions; i++) {
            in.readShort(); // an error
            in.readInt(); // its number
            leaderless += in.readInt() < 0 ? 1 : 0;
            int replicas = in.readInt();
            fewest = Math.min(fewest, replicas);
            in.skipBytes(4 * replicas);
            in.skipBytes(4 * in.readInt()); // those in sync
        }
        return new Topic(name, partitions, partitions == 0 ? 0 : fewest, leaderless);
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readShort();
        if (length < 0) {
            return "";
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
