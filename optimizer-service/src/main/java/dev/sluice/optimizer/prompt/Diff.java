package dev.sluice.optimizer.prompt;

import dev.sluice.contracts.optimize.OptimizeReply.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What changed from one text to another, word by word: goes along both and, where they part, looks for the nearest place
 * where three pieces in a row are alike again. Not always the fewest changes, but always changes that give the other text.
 */
final class Diff {

    /** So many pieces in a row are a meeting, not a coincidence. */
    private static final int MEETING = 3;

    private static final int AHEAD_AFTER = 16;
    private static final int AHEAD_BEFORE = 50_000;

    private final Map<String, Integer> names = new HashMap<>();

    private Diff() {}

    /** A text in pieces: words, gaps, and single characters of all else. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody
    private record Pieces(int[] names, int[] starts) {
        int size() {
            return names.length;
        }
    }

    /** The changes of one message, in order. */
    static List<Change> of(int message, String before, String after) {
        var changes = new ArrayList<Change>();
        if (before.equals(after)) {
            return changes;
        }
        var diff = new Diff();
        Pieces old = diff.pieces(before);
        Pieces now = diff.pieces(after);
        int i = 0;
        int j = 0;
        while (i < old.size() || j < now.size()) {
            if (i < old.size() && j < now.size() && old.names[i] == now.names[j]) {
                i++;
                j++;
                continue;
            }
            int[] met = meeting(old, i, now, j);
            changes.add(new Change(
                    message,
                    old.starts[i],
                    before.substring(old.starts[i], old.starts[met[0]]),
                    after.substring(now.starts[j], now.starts[met[1]])));
            i = met[0];
            j = met[1];
        }
        return changes;
    }

    private static int[] meeting(Pieces old, int i, Pieces now, int j) {
        int[] best = {old.size(), now.size()};
        int nearest = Integer.MAX_VALUE;
        for (int added = 0; added < AHEAD_AFTER && j + added < now.size(); added++) {
            int most = Math.min(Math.min(AHEAD_BEFORE, nearest - added - 1), old.size() - i - 1);
            for (int removed = 0; removed <= most; removed++) {
                if (meet(old, i + removed, now, j + added)) {
                    best = new int[] {i + removed, j + added};
                    nearest = added + removed;
                    break;
                }
            }
        }
        return best;
    }

    private static boolean meet(Pieces old, int i, Pieces now, int j) {
        for (int at = 0; at < MEETING; at++) {
            boolean oldEnds = i + at >= old.size();
            boolean nowEnds = j + at >= now.size();
            if (oldEnds || nowEnds) {
                return oldEnds && nowEnds;
            }
            if (old.names[i + at] != now.names[j + at]) {
                return false;
            }
        }
        return true;
    }

    private Pieces pieces(String text) {
        int[] starts = new int[text.length() + 1];
        int size = 0;
        int at = 0;
        while (at < text.length()) {
            starts[size++] = at;
            at = end(text, at);
        }
        starts[size] = text.length();
        int[] found = new int[size];
        for (int piece = 0; piece < size; piece++) {
            found[piece] = names.computeIfAbsent(text.substring(starts[piece], starts[piece + 1]), any -> names.size());
        }
        return new Pieces(found, starts);
    }

    private static int end(String text, int from) {
        char first = text.charAt(from);
        int end = from + 1;
        if (Character.isLetterOrDigit(first)) {
            while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
                end++;
            }
        } else if (Character.isWhitespace(first)) {
            while (end < text.length() && text.charAt(end) == first) {
                end++;
            }
        }
        return end;
    }
}
