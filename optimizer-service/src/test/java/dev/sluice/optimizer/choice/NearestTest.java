package dev.sluice.optimizer.choice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The nearest are the nearest, whatever the sample looks like. */
class NearestTest {

    private static final Random RANDOM = new Random(5);

    private static void same(float[] distances, int count) {
        float[] sorted = distances.clone();
        Arrays.sort(sorted);
        int[] found = Nearest.of(distances, count);
        float[] near = new float[count];
        for (int i = 0; i < count; i++) {
            near[i] = distances[found[i]];
        }
        Arrays.sort(near);

        assertThat(near).isEqualTo(Arrays.copyOf(sorted, count));
        assertThat(Arrays.stream(found).distinct().count()).isEqualTo(count);
    }

    private static float[] random(int rows) {
        float[] distances = new float[rows];
        for (int row = 0; row < rows; row++) {
            distances[row] = RANDOM.nextFloat();
        }
        return distances;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 31, 32, 100, 300, 999, 1000})
    void ofAsManyAsAreWanted(int count) {
        for (int turn = 0; turn < 30; turn++) {
            same(random(1000), count);
        }
    }

    @Test
    void inOrderBackwardsAndAllAlike() {
        float[] rising = new float[4000];
        float[] falling = new float[4000];
        for (int row = 0; row < 4000; row++) {
            rising[row] = row;
            falling[row] = -row;
        }

        same(rising, 100);
        same(falling, 100);
        same(new float[4000], 100);
    }

    @Test
    void whereTheSampleHasAllTheNearestAndNobodyElseIsNear() {
        float[] distances = new float[1600];
        IntStream.range(0, 1600).forEach(row -> distances[row] = row % 16 == 0 ? row : 1_000_000 + row);

        same(distances, 100);
        same(distances, 50);
    }
}
