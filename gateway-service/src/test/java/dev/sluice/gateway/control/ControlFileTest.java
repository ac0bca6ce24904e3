package dev.sluice.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.kit.problem.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The control file: read as a whole or not at all, and followed. */
class ControlFileTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> environment = new HashMap<>(Map.of("TIER", "pro", "EMPTY", ""));
    private final Tenants tenants = new Tenants();
    private final ControlFile file = new ControlFile(List.of(tenants), JSON, environment::get);
    private final ControlState state = new ControlState(List.of(tenants));

    @TempDir
    Path folder;

    @Test
    void yamlAndJsonMeanTheSame() throws Exception {
        Records yaml = read("""
                # people write comments
                tenants:
                  acme:
                    tier: ${TIER}
                    since: 2027-01-01T00:00:00Z
                    models: {gpt-4o: {limits: {concurrent: 2}}}
                  globex:
                """);
        Records json = read("""
                {"tenants": {"acme": {"tier": "pro", "since": "2027-01-01T00:00:00Z",
                  "models": {"gpt-4o": {"limits": {"concurrent": 2}}}}, "globex": {}}}
                """);

        assertThat(yaml.of("tenant")).containsOnlyKeys("acme", "globex");
        assertThat(JSON.readTree(yaml.of("tenant").get("acme")))
                .isEqualTo(JSON.readTree(json.of("tenant").get("acme")));
        assertThat(read("").count()).isZero();
        assertThat(read("tenants:").count()).isZero();
    }

    @Test
    void variablesAreFilledInAsTextsAndNeverAsStructure() throws Exception {
        environment.put("EVIL", "x}\nadmin: {yes: true");

        assertThat(tier("${TIER}-${NONE:free}${EMPTY}")).isEqualTo("pro-free");
        assertThat(tier("${NONE:}")).isEmpty();
        assertThat(tier("$${TIER} costs $5")).isEqualTo("${TIER} costs $5");
        assertThat(tier("${EVIL}")).isEqualTo("x}\nadmin: {yes: true");
        assertThatThrownBy(() -> tier("${NONE}"))
                .isInstanceOf(ControlFile.Bad.class)
                .hasMessageContaining("tenants.acme.tier")
                .hasMessageContaining("NONE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "7",
                "tenants: [a]",
                "tenants: {acme: 7}",
                "tennants: {acme: {}}",
                "tenants: {'a b': {}}",
                "tenants: {acme: {refuse: me}}",
                "tenants: {acme: {}, acme: {}}",
                "tenants: {acme: {",
                "tenants: !!javax.script.ScriptEngineManager {}",
                "tenants: {acme: &a {more: *a}}"
            })
    void aFileThatMakesNoSenseIsRefusedAsAWholeWithAPlace(String text) {
        assertThatThrownBy(() -> read("secret: hunter2\n---\n")).hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> read(text)).isInstanceOf(ControlFile.Bad.class);
    }

    @Test
    void aChangedFileIsTakenOverAndABadOneLeavesWhatWas() throws IOException {
        Path path = folder.resolve("control.yaml");
        Files.writeString(path, "tenants: {acme: {tier: free}}");
        var watch = new FileWatch(Optional.of(path), file, state, Clock.systemUTC());

        watch.look();
        assertThat(state.find("tenant", "acme")).asString().contains("free");
        assertThat(watch.told()).startsWith("loaded at");

        Files.writeString(path, "tenants: {acme: {tier: [}}");
        watch.look();
        watch.look();
        assertThat(state.find("tenant", "acme")).asString().contains("free");
        assertThat(watch.isGood()).isFalse();
        assertThat(watch.told()).startsWith("refused at").contains("line 1");

        Files.delete(path);
        watch.look();
        assertThat(state.find("tenant", "acme")).asString().contains("free");
        assertThat(watch.told()).contains("cannot be read");

        Files.writeString(path, "tenants: {acme: {tier: pro}}");
        watch.look();
        assertThat(state.find("tenant", "acme")).asString().contains("pro");
        assertThat(watch.isGood()).isTrue();
    }

    @Test
    void aSecretThatIsMountedAsALinkIsFollowed() throws IOException {
        Path first = Files.writeString(folder.resolve("v1"), "tenants: {acme: {tier: v1}}");
        Path second = Files.writeString(folder.resolve("v2"), "tenants: {acme: {tier: v2}}");
        Path link = Files.createSymbolicLink(folder.resolve("control.yaml"), first);
        var watch = new FileWatch(Optional.of(link), file, state, Clock.systemUTC());
        watch.look();

        Files.delete(link);
        Files.createSymbolicLink(link, second);
        watch.look();

        assertThat(state.find("tenant", "acme")).asString().contains("v2");
    }

    @Test
    void aFileThatIsBadFromTheStartStopsTheStart() throws IOException {
        Path path = Files.writeString(folder.resolve("control.yaml"), "tenants: 7");

        for (Path one : List.of(path, folder.resolve("missing.yaml"))) {
            var watch = new FileWatch(Optional.of(one), file, state, Clock.systemUTC());
            assertThatThrownBy(() -> watch.start(null)).hasMessageContaining("sluice.gateway.control-file");
        }
    }

    @Test
    void aFileBeyondAMebibyteIsRefused() throws IOException {
        Path path = Files.writeString(folder.resolve("big.yaml"), "#" + "x".repeat(FileWatch.LARGEST - 1));
        var watch = new FileWatch(Optional.of(path), file, state, Clock.systemUTC());
        watch.look();
        assertThat(watch.isGood()).isTrue();

        Files.writeString(path, "#" + "x".repeat(FileWatch.LARGEST));
        watch.look();
        assertThat(watch.told()).contains("1 MiB");
    }

    private String tier(String written) throws Exception {
        Records read = read("{tenants: {acme: {tier: " + JSON.writeValueAsString(written) + "}}}");
        return JSON.readTree(read.of("tenant").get("acme")).path("tier").asText();
    }

    private Records read(String text) throws ControlFile.Bad {
        return file.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Tenants implements FilePart {

        @Override
        public String kind() {
            return "tenant";
        }

        @Override
        public String path() {
            return "tenants";
        }

        @Override
        public byte[] checked(String id, byte[] body) {
            if (new String(body, StandardCharsets.UTF_8).contains("refuse")) {
                throw Refusal.badRequest("invalid_field", "The field 'refuse' is refused.");
            }
            return body;
        }

        @Override
        public void replace(Map<String, byte[]> records) {}
    }
}
