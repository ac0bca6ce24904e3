package dev.sluice.worker.language;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTaggerFactory;
import opennlp.tools.postag.POSTaggerME;

/**
 * Parts of speech of English, by Apache OpenNLP's model for Universal Dependencies (English Web Treebank). The model is read
 * when it is first needed.
 */
@RegisterForReflection(targets = POSTaggerFactory.class)
final class Tagger {

    private static final String MODEL = "/opennlp-en-ud-ewt-pos-1.2-2.5.0.bin";

    private static final class Held {
        static final POSModel MODEL_OF_ENGLISH = read();

        private static POSModel read() {
            try (InputStream in = Objects.requireNonNull(Tagger.class.getResourceAsStream(MODEL), MODEL)) {
                return new POSModel(in);
            } catch (IOException e) {
                throw new UncheckedIOException("the model of English cannot be read", e);
            }
        }
    }

    private final POSTaggerME tagger = new POSTaggerME(Held.MODEL_OF_ENGLISH);

    /** What a word does in a phrase of nouns. */
    enum Part {
        /** A noun; a phrase may end with it. */
        NOUN,
        /** A name; a phrase may end with it. */
        NAME,
        /** An adjective, or a participle that stands before a noun. */
        ATTRIBUTE,
        /** Neither. */
        OUTSIDE;

        boolean endsPhrase() {
            return this == NOUN || this == NAME;
        }
    }

    /** The parts of a sentence's words. */
    Part[] parts(String[] words) {
        String[] tags = words.length == 0 ? new String[0] : tagger.tag(words);
        Part[] parts = new Part[words.length];
        for (int i = 0; i < words.length; i++) {
            parts[i] = part(words, tags, i);
        }
        return parts;
    }

    private static Part part(String[] words, String[] tags, int i) {
        String word = words[i].toLowerCase(Locale.ROOT);
        if (StopWords.contains(word)) {
            return Part.OUTSIDE;
        }
        boolean letter = Character.isLetter(word.charAt(0));
        return switch (tags[i]) {
            case "NOUN" -> letter ? Part.NOUN : Part.OUTSIDE;
            case "PROPN" -> letter ? Part.NAME : Part.OUTSIDE;
            case "ADJ" -> Part.ATTRIBUTE;
            case "VERB" -> isAttribute(word, tags, i) ? Part.ATTRIBUTE : Part.OUTSIDE;
            default -> Part.OUTSIDE;
        };
    }

    /** A participle before a noun, such as in "weighted mean", and not part of the verb, as in "is falling prices". */
    private static boolean isAttribute(String word, String[] tags, int i) {
        boolean gerund = word.endsWith("ing");
        if (!(gerund || word.endsWith("ed")) || word.length() <= 4 || i + 1 == tags.length) {
            return false;
        }
        if (!tags[i + 1].equals("NOUN") && !tags[i + 1].equals("ADJ")) {
            return false;
        }
        return i == 0
                || switch (tags[i - 1]) {
                    case "AUX", "PART", "NOUN", "PROPN", "PRON", "SCONJ" -> false;
                    case "ADP" -> !gerund;
                    default -> true;
                };
    }
}
