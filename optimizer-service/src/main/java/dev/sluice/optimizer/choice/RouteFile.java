package dev.sluice.optimizer.choice;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads and writes a {@link RouteModel}. Known places are kept in a byte for each dimension, with a scale for each column. */
public final class RouteFile {

    private static final int MAGIC = 0x53524d34;
    private static final int MOST = 1 << 20;
    private static final String DAMAGED = "the route model is damaged";

    private RouteFile() {}

    /** Writes a model; what is read back differs from it by the rounding of places. */
    public static void write(RouteModel model, OutputStream to) throws IOException {
        var out = new DataOutputStream(to);
        out.writeInt(MAGIC);
        out.writeUTF(model.encoder());
        write(out, model.space().mean());
        out.writeInt(model.space().axes().length);
        for (float[] axis : model.space().axes()) {
            write(out, axis);
        }
        write(out, model.space().traitMean());
        write(out, model.space().traitScale());
        write(out, model.known());
        write(out, model.vocabulary().rarity());
        write(out, model.vocabulary().cheap());
        write(out, model.vocabulary().strong());
        out.writeFloat(model.cheapMean());
        out.writeFloat(model.strongMean());
        for (Steps steps : new Steps[] {model.cheapCurve(), model.strongCurve(), model.cuts()}) {
            write(out, steps.from());
            write(out, steps.to());
        }
        out.writeFloat(model.novelty().distance());
        write(out, model.novelty().head());
        out.writeFloat(model.novelty().familiar());
        out.flush();
    }

    /**
     * Reads a model.
     *
     * @throws IOException when it is none, or cut
     */
    public static RouteModel read(InputStream from) throws IOException {
        var in = new DataInputStream(from);
        if (in.readInt() != MAGIC) {
            throw new IOException("this is no route model of this version");
        }
        String encoder = in.readUTF();
        float[] mean = floats(in);
        float[][] axes = new float[count(in)][];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = floats(in);
        }
        var space = new Space(mean, axes, floats(in), floats(in));
        Known known = known(in);
        var vocabulary = new Vocabulary(buckets(in), buckets(in), buckets(in));
        float cheapMean = in.readFloat();
        float strongMean = in.readFloat();
        var cheapCurve = new Steps(floats(in), floats(in));
        var strongCurve = new Steps(floats(in), floats(in));
        var cuts = new Steps(floats(in), floats(in));
        var novelty = new Novelty(in.readFloat(), floats(in), in.readFloat());
        return new RouteModel(
                encoder, space, known, vocabulary, cheapMean, strongMean, cheapCurve, strongCurve, novelty, cuts);
    }

    private static void write(DataOutputStream out, Known known) throws IOException {
        write(out, known.cheap());
        write(out, known.strong());
        out.writeInt(known.columns().length);
        for (int column = 0; column < known.columns().length; column++) {
            out.writeFloat(known.scales()[column]);
            out.write(known.columns()[column]);
        }
    }

    private static Known known(DataInputStream in) throws IOException {
        float[] cheap = floats(in);
        float[] strong = floats(in);
        if (strong.length != cheap.length) {
            throw new IOException(DAMAGED);
        }
        byte[][] columns = new byte[count(in)][cheap.length];
        float[] scales = new float[columns.length];
        for (int column = 0; column < columns.length; column++) {
            scales[column] = in.readFloat();
            in.readFully(columns[column]);
        }
        return new Known(columns, scales, cheap, strong);
    }

    private static float[] buckets(DataInputStream in) throws IOException {
        float[] values = floats(in);
        if (values.length != Words.BUCKETS) {
            throw new IOException(DAMAGED);
        }
        return values;
    }

    private static void write(DataOutputStream out, float[] values) throws IOException {
        out.writeInt(values.length);
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    private static float[] floats(DataInputStream in) throws IOException {
        float[] values = new float[count(in)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST) {
            throw new IOException(DAMAGED);
        }
        return count;
    }
}
