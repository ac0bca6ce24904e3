package dev.sluice.cache.embed;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * bge-small-en-v1.5, quantised to int8: text in, a vector of 384 numbers and length 1 out. The vector is the model's
 * output at the first token, as its authors ask for; text beyond one window of 256 tokens is embedded window by window
 * and averaged by length.
 *
 * <p>One session with one thread and no spinning: the stock options start a thread per core and burn twice the CPU for
 * a worse tail. Safe to be used by several threads at once.
 */
public final class Encoder implements AutoCloseable {

    /** Numbers in a vector. */
    public static final int DIMENSIONS = 384;

    /** Tokens the model reads at once, with the two it adds itself. */
    public static final int WINDOW = 256;

    private static final String MODEL = "/bge-small-en-v1.5-q.onnx";
    private static final String TOKENIZER = "/bge-small-en-v1.5-q-tokenizer.json";

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final HuggingFaceTokenizer tokenizer;

    private Encoder(OrtEnvironment environment, OrtSession session, HuggingFaceTokenizer tokenizer) {
        this.environment = environment;
        this.session = session;
        this.tokenizer = tokenizer;
    }

    /** A text as the model sees it. */
    public static final class Tokens {

        private final long[] ids;

        private Tokens(long[] ids) {
            this.ids = ids;
        }

        /** How many there are, with the model's own first and last one. */
        public int count() {
            return ids.length;
        }
    }

    /**
     * Loads the model; takes about half a second.
     *
     * @param folder where native libraries are kept
     * @throws IOException when a resource is missing or the folder cannot be written
     * @throws OrtException when the model cannot be run here
     */
    public static Encoder load(Path folder) throws IOException, OrtException {
        Path home = folder.toAbsolutePath();
        Natives.into(home);
        Path model = home.resolve(MODEL.substring(1));
        Natives.unpack(MODEL, model);
        HuggingFaceTokenizer tokenizer;
        try (InputStream in = resource(TOKENIZER)) {
            tokenizer = HuggingFaceTokenizer.newInstance(in, Map.of("padding", "false", "truncation", "false"));
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.setCPUArenaAllocator(false);
            options.setMemoryPatternOptimization(false);
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            return new Encoder(environment, environment.createSession(model.toString(), options), tokenizer);
        }
    }

    /** Cuts a text into tokens; cheap, a tenth of a millisecond for a question. */
    public Tokens tokens(String text) {
        return new Tokens(tokenizer.encode(text, true, false).getIds());
    }

    /** The vector of the text's first window. */
    public float[] first(Tokens tokens) throws OrtException {
        return normalised(window(tokens.ids, 1, Math.min(tokens.count() - 1, WINDOW - 1)));
    }

    /** The vector of the whole text. */
    public float[] whole(Tokens tokens) throws OrtException {
        int end = tokens.count() - 1;
        if (end < WINDOW) {
            return first(tokens);
        }
        float[] sum = new float[DIMENSIONS];
        for (int from = 1; from < end; from += WINDOW - 2) {
            int to = Math.min(end, from + WINDOW - 2);
            float[] part = normalised(window(tokens.ids, from, to));
            for (int i = 0; i < DIMENSIONS; i++) {
                sum[i] += part[i] * (to - from);
            }
        }
        return normalised(sum);
    }

    private float[] window(long[] ids, int from, int to) throws OrtException {
        long[] input = new long[to - from + 2];
        input[0] = ids[0];
        System.arraycopy(ids, from, input, 1, to - from);
        input[input.length - 1] = ids[ids.length - 1];
        long[] shape = {1, input.length};
        long[] mask = new long[input.length];
        Arrays.fill(mask, 1);
        try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(input), shape);
                OnnxTensor maskTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
                OnnxTensor typeTensor =
                        OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[input.length]), shape);
                OrtSession.Result result = session.run(
                        Map.of("input_ids", idTensor, "attention_mask", maskTensor, "token_type_ids", typeTensor))) {
            FloatBuffer hidden = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] firstToken = new float[DIMENSIONS];
            hidden.get(firstToken);
            return firstToken;
        }
    }

    private static float[] normalised(float[] vector) {
        double squares = 0;
        for (float v : vector) {
            squares += (double) v * v;
        }
        float scale = (float) (1 / Math.max(Math.sqrt(squares), 1e-12));
        float[] unit = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            unit[i] = vector[i] * scale;
        }
        return unit;
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = Encoder.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException("The model file " + name + " is missing from the package");
        }
        return in;
    }

    @Override
    public void close() throws OrtException {
        session.close();
        tokenizer.close();
    }
}
