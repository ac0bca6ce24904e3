package dev.sluice.gateway.journey;

import dev.sluice.gateway.answer.Answer;
import dev.sluice.gateway.answer.Documents;
import dev.sluice.gateway.answer.Tokens;
import dev.sluice.gateway.overload.Gate;
import dev.sluice.gateway.overload.Priority;
import dev.sluice.gateway.provider.Ask;
import dev.sluice.gateway.shadow.Said;
import dev.sluice.gateway.shadow.Shadows;
import dev.sluice.gateway.usage.Account;
import dev.sluice.gateway.usage.Tally;
import dev.sluice.gateway.wire.Delivery;
import io.quarkus.logging.Log;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.util.function.Consumer;

/**
 * Asks the model for what a client was given from the cache, for nobody to wait for. Such calls have the priority of bulk: a
 * busy replica leaves them out. They are paid for by the caller and count as no request.
 */
@Singleton
class Background {

    private final Gate gate;
    private final Tollgate tollgate;
    private final Shadows beside;
    private final Account account;

    Background(Gate gate, Tollgate tollgate, Shadows beside, Account account) {
        this.gate = gate;
        this.tollgate = tollgate;
        this.beside = beside;
        this.account = account;
    }

    /**
     * What the model says now.
     *
     * @param answer plain words, complete
     * @param document the same as a chat completion
     * @param costNano what it cost in nano-USD
     */
    record Fresh(Answer answer, Buffer document, long costNano) {}

    /**
     * Asks. Nothing happens when there is no room, when the caller may spend no more, or when the answer is none that may be
     * kept.
     *
     * @param x the exchange that was answered
     * @param ask what was asked, as a chat completion
     * @param why for the event, such as {@code refresh}
     * @param then gets the answer, on the event loop
     */
    void ask(Exchange x, Ask ask, String why, Consumer<Fresh> then) {
        if (!gate.hasRoom(Priority.BULK)) {
            return;
        }
        Tally tally = x.tally.beside();
        tally.note("background", why);
        int size = ask.request().bytes().length;
        tollgate.passBeside(x, tally, ask.plan(), ask.request().model(), size, null)
                .compose(may -> may ? beside.ask(ask, tally) : Future.succeededFuture())
                .onSuccess(said -> {
                    if (said != null) {
                        told(tally, said, then);
                    }
                })
                .onFailure(failure -> Log.debugf("A call in the background (%s) brought nothing: %s", why, failure));
    }

    private void told(Tally tally, Said said, Consumer<Fresh> then) {
        var outcome = new Outcome(said.status(), Delivery.COMPLETE, said.document(), said.answer());
        if (said.error() != null || !outcome.isWorthKeeping()) {
            return;
        }
        Tokens tokens = account.soFar(tally);
        Buffer whole = said.document();
        then.accept(new Fresh(
                said.answer(),
                whole == null ? Buffer.buffer(Documents.document(said.answer(), tokens)) : whole,
                account.money(tally, tokens).costNano()));
    }
}
