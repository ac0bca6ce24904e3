package dev.sluice.kit.freshness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Year;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises volatile questions by their words. The rules are data, {@code cues.txt}; beside them a year that is this one
 * or lies ahead makes a question slow at least. English only: a question in another language is static, and kept as long
 * as the configuration says. Takes some tens of microseconds.
 */
public final class Cues {

    /** Of a longer text only its beginning and its end are read, this many characters each. */
    private static final int ENDS = 1_000;

    private static final String WORDS = "(?:[a-z0-9]+ ){0,3}?";
    private static final Pattern SIGNS = Pattern.compile("[^a-z0-9.]+|\\.(?![0-9])");
    private static final Pattern SPACES = Pattern.compile(" {2,}");
    private static final Pattern YEAR = Pattern.compile("(?<![0-9.])20[0-9][0-9](?![0-9.])");
    private static final List<Volatility> WORST_FIRST = List.of(Volatility.LIVE, Volatility.DAILY, Volatility.SLOW);

    private static final class Standard {
        private static final Cues CUES = new Cues(Clock.systemUTC());
    }

    private final Clock clock;
    private final List<Pattern> not = new ArrayList<>();
    private final Map<Volatility, List<Pattern>> rules = new EnumMap<>(Volatility.class);

    /**
     * The rules of this module.
     *
     * @param clock what year it is
     */
    public Cues(Clock clock) {
        this.clock = clock;
        WORST_FIRST.forEach(volatility -> rules.put(volatility, new ArrayList<>()));
        try (InputStream in = Objects.requireNonNull(Cues.class.getResourceAsStream("cues.txt"));
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(this::rule);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rules of this module by the clock of this machine. */
    public static Cues standard() {
        return Standard.CUES;
    }

    private void rule(String line) {
        int space = line.indexOf(' ');
        String name = line.substring(0, space);
        String words = line.substring(space + 1).replace("{noun} ", WORDS).replace("{noun}", WORDS);
        Pattern rule = Pattern.compile("(?<![a-z0-9])(?:" + words + ")(?![a-z0-9])");
        if (name.equals("NOT")) {
            not.add(rule);
        } else {
            Objects.requireNonNull(rules.get(Volatility.valueOf(name)), name).add(rule);
        }
    }

    /** How soon the answer to this question will be another one. */
    public Volatility of(String question) {
        String text = plain(question);
        for (Pattern rule : not) {
            Matcher found = rule.matcher(text);
            if (found.find()) {
                text = SPACES.matcher(found.replaceAll(" ")).replaceAll(" ").strip();
            }
        }
        for (Volatility volatility : WORST_FIRST) {
            if (isAny(Objects.requireNonNull(rules.get(volatility)), text)
                    || (volatility == Volatility.SLOW && isOfNow(text))) {
                return volatility;
            }
        }
        return Volatility.STATIC;
    }

    private static boolean isAny(List<Pattern> rules, String text) {
        for (Pattern rule : rules) {
            if (rule.matcher(text).find()) {
                return true;
            }
        }
        return false;
    }

    private boolean isOfNow(String text) {
        int now = Year.now(clock).getValue();
        Matcher years = YEAR.matcher(text);
        while (years.find()) {
            if (Integer.parseInt(years.group()) >= now) {
                return true;
            }
        }
        return false;
    }

    private static String plain(String question) {
        String ends = question.length() <= 2 * ENDS
                ? question
                : question.substring(0, ENDS) + " " + question.substring(question.length() - ENDS);
        return SPACES.matcher(SIGNS.matcher(ends.toLowerCase(Locale.ROOT)).replaceAll(" "))
                .replaceAll(" ")
                .strip();
    }
}
