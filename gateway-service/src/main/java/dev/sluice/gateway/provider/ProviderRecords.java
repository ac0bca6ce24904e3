package dev.sluice.gateway.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.control.FilePart;
import dev.sluice.gateway.control.ParsedRecords;
import dev.sluice.kit.problem.Refusal;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Providers of the control file. They are no editable part: their keys are secrets, which have no place in a topic that
 * everybody with access to Kafka can read.
 */
@Singleton
@Priority(100) // Told before the routes, which lead to them.
class ProviderRecords implements FilePart {

    private final Providers providers;
    private final ProviderReader reader;
    private final ParsedRecords<Provider> records;

    ProviderRecords(Providers providers, ObjectMapper json) {
        this.providers = providers;
        this.reader = new ProviderReader(json);
        this.records = new ParsedRecords<>(kind(), reader::read);
    }

    @Override
    public String kind() {
        return "provider";
    }

    @Override
    public String path() {
        return "providers";
    }

    @Override
    public byte[] checked(String id, byte[] body) {
        try {
            reader.read(id, body);
            return body;
        } catch (IOException e) {
            throw Refusal.badRequest("invalid_json", "A provider is a JSON object.");
        }
    }

    @Override
    public void replace(Map<String, byte[]> told) {
        records.replace(told);
        providers.replace(new TreeMap<>(records.all()).values());
    }
}
