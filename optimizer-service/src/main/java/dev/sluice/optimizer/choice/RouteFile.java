package dev.sluice.optimizer.choice;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads and writes a {@link RouteModel}. Known places are kept in a byte for each dimension, with a scale for each column. */
public final class RouteFile {

    private static final int MAGIC = 0x53524d32;
    private static final int MOST = 1 << 20;
    private static final int STEPS = 127;

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
        write(out, model.cheapHead());
        write(out, model.strongHead());
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
        float[] cheapHead = floats(in);
        float[] strongHead = floats(in);
        var cheapCurve = new Steps(floats(in), floats(in));
        var strongCurve = new Steps(floats(in), floats(in));
        var cuts = new Steps(floats(in), floats(in));
        var novelty = new Novelty(in.readFloat(), floats(in), in.readFloat());
        return new RouteModel(encoder, space, known, cheapHead, strongHead, cheapCurve, strongCurve, novelty, cuts);
    }

    private static void write(DataOutputStream out, Known known) throws IOException {
        out.writeInt(known.neighbours());
        out.writeInt(known.cheap().length);
        out.writeInt(known.columns().length);
        for (float[] column : known.columns()) {
            float most = 1e-9f;
            for (float value : column) {
                most = Math.max(most, Math.abs(value));
            }
            float scale = most / STEPS;
            out.writeFloat(scale);
            for (float value : column) {
                out.writeByte(Math.round(value / scale));
            }
        }
        for (int row = 0; row < known.cheap().length; row++) {
            out.writeByte((known.cheap()[row] ? 1 : 0) + (known.strong()[row] ? 2 : 0));
        }
    }

    private static Known known(DataInputStream in) throws IOException {
        int neighbours = count(in);
        int rows = count(in);
        float[][] columns = new float[count(in)][rows];
        byte[] bytes = new byte[rows];
        for (float[] column : columns) {
            float scale = in.readFloat();
            in.readFully(bytes);
            for (int row = 0; row < rows; row++) {
                column[row] = bytes[row] * scale;
            }
        }
        in.readFully(bytes);
        boolean[] cheap = new boolean[rows];
        boolean[] strong = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            cheap[row] = (bytes[row] & 1) != 0;
            strong[row] = (bytes[row] & 2) != 0;
        }
        return new Known(columns, cheap, strong, neighbours);
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
            throw new IOException("the route model is damaged");
        }
        return count;
    }
}
