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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A model quantised to int8: text in, a vector of 384 numbers and length 1 out. Text beyond one window of 256 tokens is
 * embedded window by window and averaged by length.
 *
 * <p>One session with one thread and no spinning: the stock options start a thread per core and burn twice the CPU for
 * a worse tail. Safe to be used by several threads at once.
 */
public final class Encoder implements AutoCloseable {

    /** Numbers in a vector. */
    public static final int DIMENSIONS = 384;

    /** Tokens the model reads at once, with the two it adds itself. */
    public static final int WINDOW = 256;

    /** The models that are in the package. */
    public enum Model {
        /** The output at the first token, as its authors ask for. */
        BGE_SMALL("bge-small-en-v1.5", "/bge-small-en-v1.5-q.onnx", "/bge-small-en-v1.5-q-tokenizer.json"),
        /** The mean of all tokens' outputs. Half the work; tells alike questions from equal ones less well. */
        MINILM("all-minilm-l6-v2", "/all-minilm-l6-v2-q.onnx", "/all-minilm-l6-v2-q-tokenizer.json");

        private final String title;
        private final String network;
        private final String tokenizer;

        Model(String title, String network, String tokenizer) {
            this.title = title;
            this.network = network;
            this.tokenizer = tokenizer;
        }

        /** What it is called. */
        public String title() {
            return title;
        }
    }

    private final Model model;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final HuggingFaceTokenizer tokenizer;

    private Encoder(Model model, OrtEnvironment environment, OrtSession session, HuggingFaceTokenizer tokenizer) {
        this.model = model;
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
     * Loads the default model; takes about half a second.
     *
     * @param folder where native libraries are kept
     * @throws IOException when a resource is missing or the folder cannot be written
     * @throws OrtException when the model cannot be run here
     */
    public static Encoder load(Path folder) throws IOException, OrtException {
        return load(folder, Model.BGE_SMALL);
    }

    /**
     * Loads a model; takes about half a second.
     *
     * @param folder where native libraries are kept
     * @param model which
     * @throws IOException when a resource is missing or the folder cannot be written
     * @throws OrtException when the model cannot be run here
     */
    public static Encoder load(Path folder, Model model) throws IOException, OrtException {
        Path home = folder.toAbsolutePath();
        Natives.into(home);
        Path network = home.resolve(model.network.substring(1));
        Natives.unpack(model.network, network);
        HuggingFaceTokenizer tokenizer;
        try (InputStream in = resource(model.tokenizer)) {
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
            return new Encoder(model, environment, environment.createSession(network.toString(), options), tokenizer);
        }
    }

    /** Cuts a text into tokens; cheap, a tenth of a millisecond for a question. */
    public Tokens tokens(String text) {
        return new Tokens(tokenizer.encode(text, true, false).getIds());
    }

    /** The vector of the text's first window. */
    public float[] first(Tokens tokens) throws OrtException {
        return together(List.of(firstWindow(tokens))).getFirst();
    }

    /** The vectors of the first windows of some texts, in one run: less work for many than one by one. */
    public List<float[]> first(List<Tokens> texts) throws OrtException {
        return together(texts.stream().map(Encoder::firstWindow).toList());
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
            float[] part = together(List.of(window(tokens.ids, from, to))).getFirst();
            for (int i = 0; i < DIMENSIONS; i++) {
                sum[i] += part[i] * (to - from);
            }
        }
        return normalised(sum);
    }

    private static long[] firstWindow(Tokens tokens) {
        return window(tokens.ids, 1, Math.min(tokens.count() - 1, WINDOW - 1));
    }

    private static long[] window(long[] ids, int from, int to) {
        long[] input = new long[to - from + 2];
        input[0] = ids[0];
        System.arraycopy(ids, from, input, 1, to - from);
        input[input.length - 1] = ids[ids.length - 1];
        return input;
    }

    /** Shorter windows are filled up with what the mask hides. */
    private List<float[]> together(List<long[]> windows) throws OrtException {
        int longest = windows.stream().mapToInt(window -> window.length).max().orElse(0);
        long[] shape = {windows.size(), longest};
        var ids = LongBuffer.allocate(windows.size() * longest);
        var mask = LongBuffer.allocate(windows.size() * longest);
        for (int i = 0; i < windows.size(); i++) {
            ids.put(i * longest, windows.get(i));
            for (int j = 0; j < windows.get(i).length; j++) {
                mask.put(i * longest + j, 1);
            }
        }
        try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids, shape);
                OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask, shape);
                OnnxTensor typeTensor =
                        OnnxTensor.createTensor(environment, LongBuffer.allocate(windows.size() * longest), shape);
                OrtSession.Result result = session.run(
                        Map.of("input_ids", idTensor, "attention_mask", maskTensor, "token_type_ids", typeTensor))) {
            FloatBuffer hidden = ((OnnxTensor) result.get(0)).getFloatBuffer();
            List<float[]> vectors = new ArrayList<>(windows.size());
            for (int i = 0; i < windows.size(); i++) {
                vectors.add(normalised(pooled(hidden, i * longest, windows.get(i).length)));
            }
            return vectors;
        }
    }

    private float[] pooled(FloatBuffer hidden, int row, int tokens) {
        int rows = model == Model.MINILM ? tokens : 1;
        float[] sum = new float[DIMENSIONS];
        float[] one = new float[DIMENSIONS];
        for (int i = 0; i < rows; i++) {
            hidden.get((row + i) * DIMENSIONS, one);
            for (int j = 0; j < DIMENSIONS; j++) {
                sum[j] += one[j];
            }
        }
        return sum;
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
