package dev.sluice.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    /** What a model might say, in our own words. */
    private static final String DOCUMENT = """
            {"id":"chatcmpl-7f3c","object":"chat.completion","created":1763726400,"model":"gpt-4o-mini-2024-07-18",\
            "choices":[{"index":0,"message":{"role":"assistant","content":"To move a plant to a larger pot, water it the \
            evening before, so that its roots hold together. Choose a pot that is two fingers wider, put some fresh soil \
            at the bottom and loosen the outer roots by hand.\\n\\n1. **Lift** the plant at its base, never by the \
            leaves.\\n2. **Set** it as deep as it stood before.\\n3. **Fill** the gap with soil and press it gently.\\n\\n\
            Keep it out of the sun for a week. If the leaves hang at first, that is normal: most plants recover within a \
            few days.","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens"\
            :17,"completion_tokens":121,"total_tokens":138},"service_tier":"default","system_fingerprint":"fp_51db84"}""";

    private static Answer answer(String document) {
        return new Answer(
                "a".repeat(32),
                "gpt",
                "b".repeat(32),
                "How do I repot a plant?",
                "how do i repot a plant",
                document,
                NOW,
                NOW.plusSeconds(60),
                900,
                17,
                121,
                NOW.plusSeconds(30),
                new Answer.Past(3, 1, 420));
    }

    @Test
    void anAnswerIsReadAsItWasWrittenSqueezedOrNot() {
        Answer answer = answer(DOCUMENT);
        assertThat(Wire.answer(Wire.answer(answer, 1_024))).contains(answer);
        assertThat(Wire.answer(Wire.answer(answer, 1_000_000))).contains(answer);
    }

    @Test
    void aTypicalAnswerTakesAThirdOfItsBytes() {
        int plain = Wire.answer(answer(DOCUMENT), 1_000_000).length;
        int squeezed = Wire.answer(answer(DOCUMENT), 1_024).length;
        assertThat(squeezed).isLessThan(plain / 2).isLessThan(DOCUMENT.length() / 2);
    }

    @Test
    void onlyWhatIsLargerThanTheBoundIsSqueezed() {
        Answer answer = answer(DOCUMENT);
        byte[] plain = Wire.answer(answer, 1_000_000);
        int body = plain.length - 1;
        assertThat(Wire.answer(answer, body)).isEqualTo(plain);
        assertThat(Wire.answer(answer, body + 1)).isEqualTo(plain);
        assertThat(Wire.answer(answer, body - 1)).hasSizeLessThan(plain.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Käse 🧀 и хлеб", "\u0000\uFFFF", ""})
    void everyCharacterComesBack(String text) {
        Answer answer = answer(text.repeat(2_000));
        assertThat(Wire.answer(Wire.answer(answer, 0))).contains(answer);
    }

    @Test
    void entriesOfBeforeAreStillRead() throws IOException {
        Answer old = answer(DOCUMENT);
        var body = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(body)) {
            for (String text :
                    new String[] {old.id(), old.model(), old.scope(), old.text(), old.canonical(), old.document()}) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                out.writeInt(bytes.length);
                out.write(bytes);
            }
            out.writeLong(old.storedAt().toEpochMilli());
            out.writeLong(old.expiresAt().toEpochMilli());
            out.writeLong(old.costNano());
            out.writeLong(old.tokens());
        }
        var deflated = new ByteArrayOutputStream();
        deflated.write(2);
        try (var out = new DeflaterOutputStream(deflated)) {
            body.writeTo(out);
        }
        Answer read = Wire.answer(deflated.toByteArray()).orElseThrow();
        assertThat(read.document()).isEqualTo(DOCUMENT);
        assertThat(read.tokens()).isEqualTo(138);
        assertThat(read.freshUntil()).isEqualTo(old.expiresAt());
    }

    @Test
    void bytesThatAreDamagedOrOfAnotherDictionaryAreNothing() {
        byte[] good = Wire.answer(answer(DOCUMENT), 0);
        byte[] other = good.clone();
        other[1] = 99;
        assertThat(Wire.answer(other)).isEqualTo(Optional.empty());
        for (int length = 0; length < good.length; length += 7) {
            assertThat(Wire.answer(Arrays.copyOf(good, length))).isEmpty();
        }
        assertThat(Wire.answer(new byte[] {9, 1, 2})).isEmpty();
    }

    @Test
    void theDictionaryIsNeverChanged() throws Exception {
        try (InputStream in = Wire.class.getResourceAsStream("answers-1.dict")) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
            assertThat(HexFormat.of().formatHex(digest))
                    .as("entries were written with it: a better one is answers-2.dict")
                    .isEqualTo("a7471b36b5170abfdd2f15d8a21b356658d51c9acf2d3d99f74b36392b5ac771");
        }
    }
}
