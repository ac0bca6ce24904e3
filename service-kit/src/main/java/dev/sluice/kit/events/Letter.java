package dev.sluice.kit.events;

import dev.sluice.contracts.topics.Topics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * An event ready to be sent: the same bytes whether they go to Kafka now or through the spill file first.
 *
 * @param key the tenant, which chooses the partition
 * @param headers trace context
 * @param value the event as JSON
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody
record Letter(String key, Headers headers, byte[] value) {

    ProducerRecord<String, byte[]> record() {
        return new ProducerRecord<>(Topics.EVENTS, null, key, value, headers);
    }

    byte[] encode() {
        var out = new ByteArrayOutputStream(value.length + 128);
        try (var data = new DataOutputStream(out)) {
            data.writeUTF(key);
            Header[] all = headers.toArray();
            data.writeByte(all.length);
            for (Header header : all) {
                data.writeUTF(header.key());
                data.writeInt(header.value().length);
                data.write(header.value());
            }
            data.write(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static Letter decode(byte[] bytes) {
        try (var data = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String key = data.readUTF();
            var headers = new RecordHeaders();
            int count = data.readUnsignedByte();
            for (int i = 0; i < count; i++) {
                String name = data.readUTF();
                headers.add(name, data.readNBytes(data.readInt()));
            }
            return new Letter(key, headers, data.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
