package dev.sluice.optimizer.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Drops the oldest exchanges of a conversation until it is small enough. An exchange is a user turn and its answers. */
public final class History {

    private History() {}

    /**
     * The conversation without its oldest exchanges, as many as needed. System and developer turns, the last user turn
     * and everything after it stay.
     *
     * @param target tokens wanted
     * @param role the role of a turn
     * @param cost tokens of a turn
     */
    public static <T> List<T> prune(List<T> turns, int target, Function<T, String> role, ToIntFunction<T> cost) {
        long total = 0;
        int lastUser = -1;
        for (int at = 0; at < turns.size(); at++) {
            total += cost.applyAsInt(turns.get(at));
            lastUser = role.apply(turns.get(at)).equals("user") ? at : lastUser;
        }
        var kept = new ArrayList<T>();
        boolean dropping = total > target;
        for (int at = 0; at < turns.size(); at++) {
            T turn = turns.get(at);
            String who = role.apply(turn);
            if (who.equals("user")) {
                dropping = total > target;
            }
            boolean instruction = who.equals("system") || who.equals("developer");
            if (dropping && at < lastUser && !instruction) {
                total -= cost.applyAsInt(turn);
            } else {
                kept.add(turn);
            }
        }
        return List.copyOf(kept);
    }
}
