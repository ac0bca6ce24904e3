package dev.sluice.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of claims and answers promises, in one process or in Redis. */
abstract class StoreContract {

    static final String BODY = Digest.of("body");

    Name name = new Name("", "");
    Store store = new LocalStore(0, java.time.Duration.ZERO, () -> 0);

    abstract Store store();

    @BeforeEach
    void fresh() {
        store = store();
        name = new Name("acme-" + System.nanoTime(), Digest.of("key"));
    }

    @Test
    void oneOfManyGetsTheName() {
        List<Future<Found>> asked = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            asked.add(store.claim(name, new Claim(BODY, "run-" + i)));
        }

        var found = asked.stream().map(StoreContract::await).toList();

        assertThat(found).filteredOn(Found.Nothing.class::isInstance).hasSize(1);
        assertThat(found).filteredOn(new Found.Running(BODY)::equals).hasSize(63);
    }

    @Test
    void anAnswerIsThereForWhoComesLater() {
        var claim = new Claim(BODY, "one");
        var kept = new Kept(BODY, "gpt-\u00e9", 201, "text/event-stream; charset=utf-8", bytes());
        await(store.claim(name, claim));
        await(store.keep(name, claim, kept));

        Found found = await(store.claim(name, new Claim(BODY, "two")));

        assertThat(found).isEqualTo(new Found.Finished(kept));
    }

    @Test
    void anAnswerWithoutTypeOrBytesIsAnAnswer() {
        var claim = new Claim(BODY, "one");
        var kept = new Kept(BODY, "m", 200, "", Buffer.buffer());
        await(store.claim(name, claim));
        await(store.keep(name, claim, kept));

        assertThat(await(store.claim(name, new Claim(BODY, "two")))).isEqualTo(new Found.Finished(kept));
    }

    @Test
    void aFreedNameIsFree() {
        var claim = new Claim(BODY, "one");
        await(store.claim(name, claim));
        await(store.free(name, claim));

        assertThat(await(store.claim(name, new Claim(BODY, "two")))).isEqualTo(new Found.Nothing());
    }

    @Test
    void nobodyElseFreesANameOrAnswersForIt() {
        await(store.claim(name, new Claim(BODY, "one")));
        var stranger = new Claim(BODY, "two");
        await(store.free(name, stranger));
        await(store.keep(name, stranger, new Kept(BODY, "m", 200, "", Buffer.buffer("theirs"))));

        assertThat(await(store.claim(name, new Claim(BODY, "three")))).isEqualTo(new Found.Running(BODY));
    }

    @Test
    void anotherTenantsNameIsAnotherName() {
        await(store.claim(name, new Claim(BODY, "one")));

        Name theirs = new Name(name.tenant() + "x", name.digest());

        assertThat(await(store.claim(theirs, new Claim(BODY, "two")))).isEqualTo(new Found.Nothing());
    }

    static Buffer bytes() {
        Buffer all = Buffer.buffer();
        for (int i = 0; i < 512; i++) {
            all.appendByte((byte) i);
        }
        return all;
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
