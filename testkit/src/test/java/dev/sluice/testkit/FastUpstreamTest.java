package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FastUpstreamTest {

    @Test
    void answersPlainAndStreamedOnSeveralLoops() {
        try (var upstream = FastUpstream.start(0, 2, Script.words(3), false)) {
            String url = "http://127.0.0.1:" + upstream.port() + "/v1/chat/completions";
            for (int i = 0; i < 4; i++) {
                try (var plain = SseReader.post(url, "{\"stream\":false}");
                        var stream = SseReader.post(url, "{\"stream\": true}")) {
                    assertThat(plain.body()).contains("w1 w2 w3");
                    assertThat(stream.readAllData()).hasSize(7).endsWith("[DONE]");
                }
            }
        }
    }

    @Test
    void stampsEachWordWithTheTimeOfItsWrite() throws Exception {
        Script paced = Script.words(3).tokenEvery(Duration.ofMillis(5));
        try (var upstream = FastUpstream.start(0, 1, paced, true);
                var stream = SseReader.post(
                        "http://127.0.0.1:" + upstream.port() + "/v1/chat/completions", "{\"stream\":true}")) {
            List<SseEvent> events = stream.readAll();

            for (SseEvent event : events.subList(1, 4)) {
                long written = Long.parseLong(Asked.JSON
                        .readTree(event.data())
                        .at("/choices/0/delta/content")
                        .asText()
                        .strip());
                assertThat(event.arrivedNanos() - written)
                        .isBetween(0L, Duration.ofSeconds(5).toNanos());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"stream\":true}|true",
                "{\"stream\": true}|true",
                "{\"stream\":false}|false",
                "{\"model\":\"stream\"}|false",
                "{}|false",
                "{\"stream\":|false"
            })
    void seesWhetherAStreamIsWanted(String body, boolean wanted) {
        assertThat(FastUpstream.asksForStream(Buffer.buffer(body))).isEqualTo(wanted);
    }

    @Test
    void runsAsAProcessOfItsOwn() throws Exception {
        Process process = java("--words", "2");
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();

            assertThat(line).startsWith("listening on http://127.0.0.1:");
            try (var answer = SseReader.post(line.substring("listening on ".length()) + "/v1/chat/completions", "{}")) {
                assertThat(answer.body()).contains("w1 w2");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void endsWithASentenceOnAnUnknownOption() throws Exception {
        Process process = java("--prot", "1");

        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("Unknown option: --prot", "--port N");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    private static Process java(String... options) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ScriptedUpstreamMain.class.getName()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).start();
    }
}
