package dev.sluice.kit.ids;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdsTest {

    @Test
    void idsAreUuidsOfVersionSevenInTheirTextForm() {
        UUID id = UUID.fromString(Ids.next());

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void idsAreUniqueAndSortByTheTimeTheyWereMade() {
        List<String> ids =
                IntStream.range(0, 10_000).mapToObj(any -> Ids.next()).toList();

        assertThat(ids).doesNotHaveDuplicates().isSorted();
    }
}
