package dev.sluice.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The audit trail is bounded: the oldest entries leave. */
class AuditTest {

    private final Audit audit = new Audit();

    @Test
    void theOldestLeaveWhenAnotherOneComesBeyondTheBound() {
        audit.replace(entries(Audit.MOST - 1));
        assertThat(audit.surplus()).isEmpty();

        audit.replace(entries(Audit.MOST));
        assertThat(audit.surplus()).containsExactly("00000000");

        audit.replace(entries(Audit.MOST + 2));
        assertThat(audit.surplus()).containsExactly("00000000", "00000001", "00000002");
    }

    @Test
    void theLatestAreToldFirst() {
        audit.replace(entries(5));

        assertThat(audit.latest(2))
                .extracting(entry -> new String(entry, StandardCharsets.UTF_8))
                .containsExactly("4", "3");
    }

    private static Map<String, byte[]> entries(int count) {
        Map<String, byte[]> entries = new HashMap<>();
        for (int i = 0; i < count; i++) {
            entries.put("%08d".formatted(i), Integer.toString(i).getBytes(StandardCharsets.UTF_8));
        }
        return entries;
    }
}
