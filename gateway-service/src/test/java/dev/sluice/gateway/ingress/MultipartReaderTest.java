package dev.sluice.gateway.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.gateway.errors.ApiError;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {

    private static final String TYPE = "multipart/form-data; boundary=\"b\"";
    private static final String FORM =
            "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"model\"\r\n\r\nname=\"model\"\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name=model\r\n\r\nwhisper-1\r\n--b\r\nContent-Disposition: form-data; name=\"stream\"\r\n\r\ntrue\r\n--b--\r\n";

    private static MultipartRequest read(String form) {
        return MultipartReader.read(form.getBytes(StandardCharsets.UTF_8), TYPE, "");
    }

    @Test
    void theModelIsFoundAndReplacedAndNothingElse() {
        var read = read(FORM);

        assertThat(read.model()).isEqualTo("whisper-1");
        assertThat(read.stream()).isTrue();
        assertThat(read.withModel("other").toString()).isEqualTo(FORM.replace("whisper-1", "other"));
        assertThat(read.withModel("whisper-1").toString()).isEqualTo(FORM);
    }

    @Test
    void aDefaultStandsInForAModelThatIsNotNamed() {
        String form = FORM.replace("name=model", "name=prompt");

        var read = MultipartReader.read(form.getBytes(StandardCharsets.UTF_8), TYPE, "dall-e-2");

        assertThat(read.model()).isEqualTo("dall-e-2");
        assertThat(read.withModel("dall-e-2").toString()).isEqualTo(form);
        assertThatThrownBy(() -> read(form)).isInstanceOf(ApiError.class).hasMessageContaining("'model'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--b", "--b--", "--c\r\n\r\n--c--", "--b\r\n", "--b\r\nname", "x--b\r\n\r\n\r\n--b--"})
    void whatIsNoFormIsRefused(String form) {
        assertThatThrownBy(() -> read(form)).isInstanceOf(ApiError.class);
    }

    @Test
    void aModelTwiceOrWithALineBreakIsRefused() {
        String part = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nm\r\n";

        assertThatThrownBy(() -> read(part + part + "--b--")).hasMessageContaining("twice");
        assertThatThrownBy(() -> read(part.replace("m\r\n", "m\nx\r\n") + "--b--"))
                .isInstanceOf(ApiError.class);
    }

    @Property(tries = 1_000)
    void arbitraryBytesAreRefusedOrRead(@ForAll byte[] bytes) {
        byte[] form = ("--b\r\n" + new String(bytes, StandardCharsets.ISO_8859_1) + "\r\n--b--")
                .getBytes(StandardCharsets.ISO_8859_1);

        Throwable thrown = catchThrowable(() -> MultipartReader.read(form, TYPE, "m"));

        assertThat(thrown)
                .satisfiesAnyOf(
                        none -> assertThat(none).isNull(),
                        error -> assertThat(error).isInstanceOf(ApiError.class));
    }
}
