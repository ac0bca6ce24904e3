package dev.sluice.cache.budget;

import dev.sluice.cache.store.Beside;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an entry's hits in other words: what audits and users said, and in which wordings it was asked for.
 *
 * @param fields as they are kept
 */
public record Repute(Map<String, String> fields) {

    static final String SAME = "same";
    static final String WRONG = "wrong";
    static final String UNSURE = "unsure";
    static final String VETO = "veto";
    static final String HITS = "hits ";
    static final String RIGHT = "right ";
    static final String REFUSED = "refused ";
    static final String ALIAS = "alias ";
    static final String TEXT = "text ";
    static final String SURENESS = "sure ";
    static final String SIMILARITY = "cosine ";
    /** Wordings of which something is kept; further ones are judged anew each time. */
    private static final int MOST_WORDINGS = 100;

    public Repute {
        fields = Map.copyOf(fields);
    }

    /**
     * A wording in which the entry was asked for.
     *
     * @param id its id as a question of its own
     * @param text its canonical form, as far as it is known
     * @param hits how often the entry was served to it
     * @param similarity cosine of the two questions
     * @param sureness the probability, 0 to 1, that both share an answer, when it was last served
     * @param refused why the entry is not served to it any more; absent if it is
     * @param alias whether it is proven to ask the same, so that nothing is compared any more
     */
    @RegisterForReflection
    public record Wording(
            String id,
            @Nullable String text,
            long hits,
            double similarity,
            double sureness,
            @Nullable String refused,
            boolean alias) {}

    /** Whether the entry may not be served to this wording unless it is its very own. */
    public boolean refuses(String wording) {
        return veto() != null || fields.containsKey(REFUSED + wording);
    }

    /** Why the entry is not served in other words at all; null if it is. */
    public @Nullable String veto() {
        return fields.get(VETO);
    }

    /** Audits that found the model's own answer to be the same. */
    public long same() {
        return (long) Beside.number(fields, SAME);
    }

    /** Audits that found it different, and reports of users. */
    public long wrong() {
        return (long) Beside.number(fields, WRONG);
    }

    /** Audits that came to no result. */
    public long unsure() {
        return (long) Beside.number(fields, UNSURE);
    }

    /** How often the entry was served to a wording. */
    public long hits(String wording) {
        return (long) Beside.number(fields, HITS + wording);
    }

    /** Whether more wrong hits are known than the entry can be trusted with. */
    public boolean isUnfit(int most) {
        return wrong() >= most && wrong() > same();
    }

    /** Whether there is room to keep something of this wording. */
    boolean hasRoom(String wording) {
        return fields.containsKey(TEXT + wording)
                || fields.keySet().stream()
                                .filter(name -> name.startsWith(TEXT))
                                .count()
                        < MOST_WORDINGS;
    }

    /** Ids of the wordings that are aliases. */
    public List<String> aliases() {
        return fields.keySet().stream()
                .filter(name -> name.startsWith(ALIAS))
                .map(name -> name.substring(ALIAS.length()))
                .toList();
    }

    /** What is known of a wording. */
    public Wording wording(String id) {
        return new Wording(
                id,
                fields.get(TEXT + id),
                hits(id),
                Beside.number(fields, SIMILARITY + id),
                Beside.number(fields, SURENESS + id),
                fields.get(REFUSED + id),
                fields.containsKey(ALIAS + id));
    }

    /** The wordings of which something is known, most hits first. */
    public List<Wording> wordings() {
        return fields.keySet().stream()
                .filter(name -> name.startsWith(TEXT))
                .map(name -> wording(name.substring(TEXT.length())))
                .sorted(Comparator.comparingLong(Wording::hits).reversed().thenComparing(Wording::id))
                .toList();
    }
}
