package dev.sluice.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kit.ids.Ids;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every shelf does. */
abstract class ShelfContract {

    private final String tenant = "acme-" + Ids.next();

    /** A shelf as another process, or this one after a restart, would see it. */
    abstract Shelf opened();

    @Test
    void whatIsPutThereIsSeenByAllAndOfItsTenantAndKindOnly() {
        Shelf shelf = opened();
        assertThat(shelf.all(tenant, "faq")).isEqualTo(new Shelf.Things("", Map.of()));
        shelf.put(tenant, "faq", Map.of("one", bytes("1"), "version", bytes("2")));
        shelf.put(tenant, "faq", Map.of("one", bytes("3")));

        Shelf.Things things = opened().all(tenant, "faq");

        assertThat(things.items()).hasSize(2);
        assertThat(things.items().get("one")).isEqualTo(bytes("3"));
        assertThat(things.items().get("version")).isEqualTo(bytes("2"));
        assertThat(opened().all(tenant, "other").items()).isEmpty();
        assertThat(opened().all(tenant + "2", "faq").items()).isEmpty();
    }

    @Test
    void eachChangeIsANewVersion() {
        Shelf shelf = opened();
        shelf.put(tenant, "faq", Map.of("one", bytes("1")));
        String first = shelf.version(tenant, "faq");
        assertThat(opened().version(tenant, "faq")).isEqualTo(first).isNotEmpty();
        shelf.put(tenant, "faq", Map.of("one", bytes("1")));
        String second = shelf.version(tenant, "faq");
        shelf.remove(tenant, "faq", List.of("one", "never there"));
        String third = shelf.version(tenant, "faq");

        assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
        assertThat(opened().all(tenant, "faq").items()).isEmpty();
        assertThat(opened().all(tenant, "faq").version()).isEqualTo(third);
    }

    @Test
    void muchIsKeptWhole() {
        Map<String, byte[]> much = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            much.put("item-" + i, bytes("x".repeat(100_000)));
        }
        opened().put(tenant, "faq", much);

        assertThat(opened().all(tenant, "faq").items())
                .hasSize(50)
                .allSatisfy((id, kept) -> assertThat(kept).hasSize(100_000));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
