package dev.sluice.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A {@link ScriptedUpstream} as a process of its own, driven by {@code x-script} headers and markers in messages.
 *
 * <pre>
 * --port N               listen here (0 = any free port, the default)
 * --words N              answer with N words instead of an echo
 * --first-token-ms N     wait before the first chunk
 * --token-every-ms N     wait between chunks
 * --fast                 for measurements: answers made once, no scripts, nothing kept
 * --loops N              event loops (with --fast; default 1)
 * --stamp                each streamed word is the nanoTime of its write (with --fast)
 * </pre>
 *
 * Prints {@code listening on http://127.0.0.1:PORT} when it is ready and ends on SIGTERM.
 */
public final class ScriptedUpstreamMain {

    private int port;
    private int loops = 1;
    private boolean fast;
    private boolean stamp;
    private Script script = Script.echo();

    private ScriptedUpstreamMain() {}

    /** Starts and stays. Unknown options end it with status 2 and a sentence. */
    public static void main(String[] args) throws InterruptedException {
        var main = new ScriptedUpstreamMain();
        try {
            for (int i = 0; i < args.length; i++) {
                if (main.flag(args[i])) {
                    continue;
                }
                if (i + 1 == args.length) {
                    throw new IllegalArgumentException("Unknown option or missing number: " + args[i]);
                }
                main.number(args[i], Integer.parseInt(args[++i]));
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage()
                    + "\nOptions: --port N --words N --first-token-ms N --token-every-ms N --fast --loops N --stamp");
            System.exit(2);
        }
        System.out.println("listening on http://127.0.0.1:" + main.start());
        new CountDownLatch(1).await();
    }

    private boolean flag(String option) {
        switch (option) {
            case "--fast" -> fast = true;
            case "--stamp" -> stamp = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    private void number(String option, int value) {
        switch (option) {
            case "--port" -> port = value;
            case "--loops" -> loops = value;
            case "--words" -> script = script.withContent(Script.words(value).content());
            case "--first-token-ms" -> script = script.firstTokenAfter(Duration.ofMillis(value));
            case "--token-every-ms" -> script = script.tokenEvery(Duration.ofMillis(value));
            default -> throw new IllegalArgumentException("Unknown option: " + option);
        }
    }

    private int start() {
        return fast
                ? FastUpstream.start(port, loops, script, stamp).port()
                : ScriptedUpstream.start(port).otherwise(script).port();
    }
}
