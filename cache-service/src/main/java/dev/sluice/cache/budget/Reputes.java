package dev.sluice.cache.budget;

import dev.sluice.cache.CacheConfig;
import dev.sluice.cache.store.Answer;
import dev.sluice.cache.store.Beside;
import dev.sluice.cache.store.CacheStore;
import dev.sluice.cache.store.Stores;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps what is known of entries' hits beside the entries, for as long as they live, and the aliases that come of it. */
@ApplicationScoped
public class Reputes {

    private static final String ENTRY = "entry:";
    private static final String ALIAS = "alias:";
    private static final int LONGEST_TEXT = 300;
    /** A hit without an audit proves a little only if the cache was this sure. */
    private static final double SURE = 0.95;

    private final Stores stores;
    private final CacheConfig.Audit config;
    private final Clock clock = Clock.systemUTC();

    Reputes(Stores stores, CacheConfig config) {
        this.stores = stores;
        this.config = config.audit();
    }

    /**
     * A question that is answered by the entry of another one.
     *
     * @param entry the entry's id
     * @param similarity cosine of the two questions
     */
    public record Alias(String entry, double similarity) {}

    /**
     * A hit in other words.
     *
     * @param wording the id of the question that was asked
     * @param text its canonical form
     * @param similarity cosine of the two questions
     * @param sureness the probability, 0 to 1, that they share an answer
     */
    public record Hit(String wording, String text, double similarity, double sureness) {}

    /** What is known of an entry. */
    public Repute of(CacheStore store, String tenant, String id) {
        return new Repute(store.beside().read(tenant, ENTRY + id));
    }

    /** The entry that is proven to answer a question. */
    public Optional<Alias> alias(CacheStore store, String tenant, String wording) {
        Map<String, String> fields = store.beside().read(tenant, ALIAS + wording);
        String entry = fields.get("entry");
        return entry == null ? Optional.empty() : Optional.of(new Alias(entry, Beside.number(fields, "similarity")));
    }

    /**
     * Counts a hit. One that was served often enough to the same wording while nothing spoke against it, and of which
     * the cache was very sure, becomes an alias.
     *
     * @param before what was known before it
     */
    public void served(String tenant, Answer answer, Hit hit, Repute before) {
        if (!before.hasRoom(hit.wording())) {
            return;
        }
        boolean proven = before.hits(hit.wording()) + 1 >= config.undisputed()
                && hit.sureness() >= SURE
                && before.wrong() == 0
                && !before.fields().containsKey(Repute.ALIAS + hit.wording());
        stores.keep(store -> {
            if (before.hits(hit.wording()) > 0 && !proven) {
                store.beside().count(tenant, ENTRY + answer.id(), Repute.HITS + hit.wording(), life(answer));
            } else {
                Map<String, String> set = about(hit);
                if (proven) {
                    alias(store, tenant, answer, hit, set);
                }
                store.beside()
                        .write(
                                tenant,
                                ENTRY + answer.id(),
                                Map.of(Repute.HITS + hit.wording(), 1.0),
                                set,
                                life(answer));
            }
        });
    }

    /**
     * A hit was compared with what the model says itself.
     *
     * @param wording the id of the question that was asked
     * @param text its canonical form
     */
    public void audited(String tenant, Answer answer, String wording, String text, Result result) {
        stores.keep(store -> {
            Repute before = of(store, tenant, answer.id());
            Repute.Wording known = before.wording(wording);
            var hit = new Hit(wording, text, known.similarity(), known.sureness());
            Map<String, String> set = before.hasRoom(wording) ? about(hit) : new HashMap<>();
            switch (result) {
                case SAME -> {
                    if (!set.isEmpty() && !before.refuses(wording)) {
                        alias(store, tenant, answer, hit, set);
                    }
                    write(store, tenant, answer, Repute.SAME, set);
                }
                case UNSURE -> write(store, tenant, answer, Repute.UNSURE, set);
                case DIFFERENT ->
                    wrong(store, tenant, answer, wording, set, "an audit found the model's own answer different");
            }
        });
    }

    /**
     * A user says that the entry was wrong for this wording: it is not served to it any more. A 503 refusal while the
     * shared store is away.
     */
    public void reported(String tenant, Answer answer, String wording, String text) {
        stores.delete(store -> {
            Repute.Wording known = of(store, tenant, answer.id()).wording(wording);
            var hit = new Hit(wording, text, known.similarity(), known.sureness());
            wrong(store, tenant, answer, wording, about(hit), "reported as wrong");
            return 1;
        });
    }

    private void wrong(
            CacheStore store, String tenant, Answer answer, String wording, Map<String, String> set, String why) {
        refuse(store, tenant, answer, wording, why);
        Repute after = write(store, tenant, answer, Repute.WRONG, set);
        if (after.isUnfit(config.wrongToRefuse()) && after.veto() == null) {
            veto(store, tenant, answer, "%d hits were wrong, %d right".formatted(after.wrong(), after.same()));
        }
    }

    /** A user says that the entry is wrong: it is served to no other wording any more. */
    public void reported(String tenant, Answer answer) {
        stores.delete(store -> {
            write(store, tenant, answer, Repute.WRONG, Map.of());
            veto(store, tenant, answer, "reported as wrong");
            return 1;
        });
    }

    /** The entries are gone, and with them their aliases. */
    public void forget(CacheStore store, String tenant, Collection<String> ids) {
        List<String> names = new ArrayList<>();
        for (String id : ids) {
            of(store, tenant, id).aliases().forEach(wording -> names.add(ALIAS + wording));
            names.add(ENTRY + id);
        }
        store.beside().remove(tenant, names);
    }

    /** All of a tenant's entries are gone. */
    public void clear(CacheStore store, String tenant) {
        store.beside().clear(tenant, ALIAS);
        store.beside().clear(tenant, ENTRY);
    }

    private Repute write(CacheStore store, String tenant, Answer answer, String count, Map<String, String> set) {
        return new Repute(store.beside().write(tenant, ENTRY + answer.id(), Map.of(count, 1.0), set, life(answer)));
    }

    private void alias(CacheStore store, String tenant, Answer answer, Hit hit, Map<String, String> set) {
        set.put(Repute.ALIAS + hit.wording(), "1");
        store.beside()
                .write(
                        tenant,
                        ALIAS + hit.wording(),
                        Map.of(),
                        Map.of("entry", answer.id(), "similarity", Double.toString(hit.similarity())),
                        life(answer));
    }

    private void refuse(CacheStore store, String tenant, Answer answer, String wording, String why) {
        store.beside()
                .write(
                        tenant,
                        ENTRY + answer.id(),
                        Map.of(),
                        Map.of(Repute.REFUSED + wording, why, Repute.ALIAS + wording, ""),
                        life(answer));
        store.beside().remove(tenant, List.of(ALIAS + wording));
        stores.withdraw(tenant, answer.id());
    }

    private void veto(CacheStore store, String tenant, Answer answer, String why) {
        Map<String, String> set = new HashMap<>(Map.of(Repute.VETO, why));
        List<String> aliases = of(store, tenant, answer.id()).aliases();
        aliases.forEach(wording -> set.put(Repute.ALIAS + wording, ""));
        store.beside().write(tenant, ENTRY + answer.id(), Map.of(), set, life(answer));
        store.beside()
                .remove(tenant, aliases.stream().map(wording -> ALIAS + wording).toList());
        stores.withdraw(tenant, answer.id());
    }

    private static Map<String, String> about(Hit hit) {
        String text =
                hit.text().length() <= LONGEST_TEXT ? hit.text() : hit.text().substring(0, LONGEST_TEXT);
        Map<String, String> about = new HashMap<>();
        about.put(Repute.TEXT + hit.wording(), text);
        if (hit.similarity() > 0) {
            about.put(Repute.SURENESS + hit.wording(), Double.toString(hit.sureness()));
            about.put(Repute.SIMILARITY + hit.wording(), Double.toString(hit.similarity()));
        }
        return about;
    }

    private Duration life(Answer answer) {
        Duration left = Duration.between(clock.instant(), answer.expiresAt());
        return left.isPositive() ? left : Duration.ofMillis(1);
    }
}
