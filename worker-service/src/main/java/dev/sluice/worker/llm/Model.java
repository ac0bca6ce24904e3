package dev.sluice.worker.llm;

import java.util.function.Consumer;

/** A language model that can be asked, and for whom. */
public final class Model {

    private final Gateway gateway;
    private final String name;
    private final boolean wished;
    private final Payer payer;

    Model(Gateway gateway, String name, boolean wished, Payer payer) {
        this.gateway = gateway;
        this.name = name;
        this.wished = wished;
        this.payer = payer;
    }

    /** Its name at the gateway. */
    public String name() {
        return name;
    }

    /** How a result that it made says so. */
    public String madeBy() {
        return "llm:" + name;
    }

    /** Whether the work's input names it; then a local method in its place would not be what was asked for. */
    public boolean isWished() {
        return wished;
    }

    /**
     * Asks. Blocks until the answer is whole, handing on each piece on the calling thread; an interrupt ends the call, at
     * the model too.
     *
     * @return never empty
     * @throws NoAnswer when it does not answer, or not in time, or breaks off
     */
    public String ask(Prompts prompts, Consumer<String> piece) throws NoAnswer, InterruptedException {
        return gateway.ask(name, payer, prompts, piece);
    }
}
