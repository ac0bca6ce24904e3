package dev.sluice.cache.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.contracts.cache.Gone;
import java.util.Optional;

/** {@link Gone} as it is written in messages. */
final class GoneWords {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private GoneWords() {}

    static String of(Gone gone) {
        try {
            return JSON.writeValueAsString(gone);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("two texts can always be written", e);
        }
    }

    /** Nothing when the message is none of ours. */
    static Optional<Gone> read(String message) {
        try {
            Gone gone = JSON.readValue(message, Gone.class);
            return gone == null || gone.tenant() == null ? Optional.empty() : Optional.of(gone);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
