package dev.sluice.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.kit.config.DataConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replica knows of the control plane, and what it tells its features. */
class ControlStateTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Listener tenants = new Listener("tenant");
    private final Listener keys = new Listener("key");
    private final ControlState state = new ControlState(List.of(tenants, keys));
    private final RecordLog log = new RecordLog(JSON);

    @Test
    void aPartIsToldItsOwnRecordsAndOnlyWhenTheyChange() {
        play("tenant/acme", "{\"tier\":\"pro\"}");
        play("key/k1", "{}");
        play("tenant/globex", "{}");
        play("tenant/globex", null);
        play("route/later", "{\"of\":\"a feature that is not there\"}");

        assertThat(tenants.told).hasSize(3);
        assertThat(keys.told).containsExactly(Map.of("k1", "{}"));
        assertThat(tenants.told.getLast()).isEqualTo(Map.of("acme", "{\"tier\":\"pro\"}"));
        assertThat(state.all("route")).containsKey("later");
    }

    @Test
    void whatIsNoRecordIsLeftOutAndTheOthersHold() {
        play("tenant/acme", "{}");
        play("tenant/broken", "{");
        play("tenant/list", "[]");
        play("tenant/", "{}");
        play("nothing", "{}");
        play(null, "{}");

        assertThat(state.all("tenant")).containsOnlyKeys("acme");
    }

    @Test
    void theTopicHidesTheFileAndUncoversItAgain() {
        state.file(new Records(Map.of("tenant", Map.of("acme", bytes("{\"tier\":\"free\"}")))));
        assertThat(state.isFromTopic("tenant", "acme")).isFalse();

        play("tenant/acme", "{\"tier\":\"pro\"}");
        assertThat(tenants.told.getLast()).isEqualTo(Map.of("acme", "{\"tier\":\"pro\"}"));
        assertThat(state.isFromTopic("tenant", "acme")).isTrue();

        play("tenant/acme", null);
        assertThat(tenants.told.getLast()).isEqualTo(Map.of("acme", "{\"tier\":\"free\"}"));
    }

    @Test
    void aPartThatFailsKeepsNobodyElseFromBeingTold() {
        tenants.fails = true;

        state.topic(new Records(Map.of("tenant", Map.of("a", bytes("{}")), "key", Map.of("k", bytes("{}")))));

        assertThat(keys.told).hasSize(1);
    }

    @Test
    void theSnapshotOfAnEarlierRunIsTakenOverUntilTheTopicIsRead(@TempDir Path folder) throws Exception {
        DataConfig data = () -> folder.resolve("new");
        play("tenant/acme", "{\"tier\":\"pro\"}");
        play("audit/1", "{}");
        new SnapshotFile(data, JSON).write(log.records());

        var kept = new SnapshotFile(data, JSON).read().orElseThrow();
        var next = new ControlState(List.of(tenants));
        next.restore(kept);

        assertThat(next.source()).isEqualTo(ControlState.Source.SNAPSHOT);
        assertThat(next.find("tenant", "acme")).asString().isEqualTo("{\"tier\":\"pro\"}");
        assertThat(kept.of("audit")).isEmpty();
        next.topic(Records.NONE);
        next.restore(kept);
        assertThat(next.find("tenant", "acme")).isNull();

        Files.writeString(folder.resolve("new").resolve("control.json"), "{");
        assertThat(new SnapshotFile(data, JSON).read()).isEmpty();
    }

    @Test
    void whatDidNotChangeStaysTheSameObject() {
        var parsed = new ParsedRecords<>("tenant", (id, record) -> JSON.readTree(record));
        play("tenant/acme", "{}");
        parsed.replace(state.all("tenant"));
        var first = parsed.find("acme");
        play("tenant/globex", "{}");
        parsed.replace(state.all("tenant"));

        assertThat(parsed.find("acme")).isSameAs(first).isNotNull();
        assertThat(parsed.all()).hasSize(2);
    }

    private void play(@Nullable String key, @Nullable String value) {
        log.play(key, value == null ? null : bytes(value));
        state.topic(log.records());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Listener implements ControlPart {

        private final String kind;
        private final List<Map<String, String>> told = new ArrayList<>();
        private boolean fails;

        Listener(String kind) {
            this.kind = kind;
        }

        @Override
        public String kind() {
            return kind;
        }

        @Override
        public void replace(Map<String, byte[]> records) {
            if (fails) {
                throw new IllegalStateException("as told");
            }
            told.add(Map.copyOf(records.entrySet().stream()
                    .collect(java.util.stream.Collectors.toMap(
                            Map.Entry::getKey, one -> new String(one.getValue(), StandardCharsets.UTF_8)))));
        }
    }
}
