package dev.sluice.cache.score;

import java.util.ArrayList;
import java.util.List;

/**
 * A sum of regression trees. A tree is a line of nodes in the order root, left branch, right branch. A leaf is its
 * value; a branch is {@code feature:threshold:right:value}: up to the threshold goes to the next node, above it to the
 * node {@code right}, and {@code value} is what the tree would say if it ended here, which is what makes a decision
 * explainable (Saabas, 2014).
 */
public final class Trees {

    /** Leaves have no feature. */
    private static final int LEAF = -1;

    private final List<Tree> trees = new ArrayList<>();
    private final double base;

    /** One tree, node by node. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody
    private record Tree(int[] feature, float[] threshold, int[] right, float[] value) {}

    private Trees(double base) {
        this.base = base;
    }

    /**
     * Reads trees.
     *
     * @param base where the sum begins
     * @param lines one tree a line
     */
    public static Trees parse(double base, List<String> lines) {
        var trees = new Trees(base);
        for (String line : lines) {
            trees.trees.add(tree(line.split(" ", -1)));
        }
        return trees;
    }

    private static Tree tree(String[] nodes) {
        var tree = new Tree(
                new int[nodes.length], new float[nodes.length], new int[nodes.length], new float[nodes.length]);
        for (int i = 0; i < nodes.length; i++) {
            String[] parts = nodes[i].split(":", -1);
            tree.value[i] = Float.parseFloat(parts[parts.length - 1]);
            tree.feature[i] = parts.length == 1 ? LEAF : Integer.parseInt(parts[0]);
            if (parts.length > 1) {
                tree.threshold[i] = Float.parseFloat(parts[1]);
                tree.right[i] = Integer.parseInt(parts[2]);
            }
        }
        return tree;
    }

    /** The sum for the values of the features: log-odds. */
    public double sum(float[] values) {
        double sum = base;
        for (Tree tree : trees) {
            int node = 0;
            while (tree.feature[node] != LEAF) {
                node = next(tree, node, values);
            }
            sum += tree.value[node];
        }
        return sum;
    }

    /** What each feature added to the sum. */
    double[] contributions(float[] values) {
        double[] added = new double[values.length];
        for (Tree tree : trees) {
            int node = 0;
            while (tree.feature[node] != LEAF) {
                int next = next(tree, node, values);
                added[tree.feature[node]] += tree.value[next] - tree.value[node];
                node = next;
            }
        }
        return added;
    }

    private static int next(Tree tree, int node, float[] values) {
        return values[tree.feature[node]] <= tree.threshold[node] ? node + 1 : tree.right[node];
    }
}
