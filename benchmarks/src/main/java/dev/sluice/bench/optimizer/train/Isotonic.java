package dev.sluice.bench.optimizer.train;

import dev.sluice.optimizer.choice.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Isotonic regression by pooling adjacent violators (Ayer et al., 1955), of groups rather than single rows. */
final class Isotonic {

    private static final int GROUP = 120;

    private Isotonic() {}

    /** The curve from what was said to how often it was so. */
    static Steps of(double[] said, boolean[] so) {
        Integer[] order = new Integer[said.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> said[i]));
        List<double[]> blocks = new ArrayList<>();
        for (int from = 0; from < order.length; from += GROUP) {
            double[] block = new double[3];
            for (int i = from; i < Math.min(order.length, from + GROUP); i++) {
                block[0] += said[order[i]];
                block[1] += so[order[i]] ? 1 : 0;
                block[2]++;
            }
            blocks.add(block);
            while (blocks.size() > 1 && part(blocks.get(blocks.size() - 2)) >= part(blocks.getLast())) {
                double[] last = blocks.removeLast();
                for (int i = 0; i < last.length; i++) {
                    blocks.getLast()[i] += last[i];
                }
            }
        }
        float[] from = new float[blocks.size()];
        float[] to = new float[blocks.size()];
        for (int i = 0; i < from.length; i++) {
            from[i] = (float) (blocks.get(i)[0] / blocks.get(i)[2]);
            to[i] = (float) part(blocks.get(i));
        }
        return new Steps(from, to);
    }

    private static double part(double[] block) {
        return block[1] / block[2];
    }
}
