package dev.sluice.worker.language;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;

/** The language of a text, told by its stop words; Lucene's lists for all but English. */
@SuppressWarnings("ImmutableEnumChecker") // Lucene's default sets cannot be changed.
enum Tongue {
    ENGLISH(CharArraySet.EMPTY_SET),
    GERMAN(GermanAnalyzer.getDefaultStopSet()),
    FRENCH(FrenchAnalyzer.getDefaultStopSet()),
    SPANISH(SpanishAnalyzer.getDefaultStopSet()),
    ITALIAN(ItalianAnalyzer.getDefaultStopSet()),
    PORTUGUESE(PortugueseAnalyzer.getDefaultStopSet()),
    DUTCH(DutchAnalyzer.getDefaultStopSet()),
    SWEDISH(SwedishAnalyzer.getDefaultStopSet()),
    DANISH(DanishAnalyzer.getDefaultStopSet()),
    NORWEGIAN(NorwegianAnalyzer.getDefaultStopSet()),
    FINNISH(FinnishAnalyzer.getDefaultStopSet()),
    RUSSIAN(RussianAnalyzer.getDefaultStopSet()),
    /** One of none of these. */
    OTHER(CharArraySet.EMPTY_SET);

    private static final int LOOKED_AT = 2_000;
    /** A text has at least this part of stop words. */
    private static final double LEAST = 0.12;

    private static final Pattern WORD = Pattern.compile("\\p{L}+(?:['’]\\p{L}+)?");

    private final CharArraySet stops;

    Tongue(CharArraySet stops) {
        this.stops = stops;
    }

    /** Whether a word, in lower case, says how a sentence is built and not what it is about. */
    boolean isStop(String lowerCase) {
        return (this == ENGLISH || this == OTHER) ? StopWords.contains(lowerCase) : stops.contains(lowerCase);
    }

    /** The language of a text, by its first words. */
    static Tongue of(String text) {
        Map<Tongue, Integer> seen = new HashMap<>();
        Matcher words = WORD.matcher(text);
        int count = 0;
        while (words.find() && count < LOOKED_AT) {
            String word = words.group().toLowerCase(Locale.ROOT);
            count++;
            for (Tongue tongue : values()) {
                if (tongue != OTHER && tongue.isStop(word)) {
                    seen.merge(tongue, 1, Integer::sum);
                }
            }
        }
        Tongue best = OTHER;
        int most = (int) Math.ceil(LEAST * count) - 1;
        for (Tongue tongue : values()) {
            // English has by far the longest list, so that another language with as many is meant.
            int found = (int) (seen.getOrDefault(tongue, 0) * (tongue == ENGLISH ? 0.8 : 1));
            if (found > most && found > 0) {
                most = found;
                best = tongue;
            }
        }
        return best;
    }
}
