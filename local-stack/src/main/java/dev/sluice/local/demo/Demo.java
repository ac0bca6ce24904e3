package dev.sluice.local.demo;

import dev.sluice.local.Endpoint;
import java.io.PrintStream;

/** The tour behind {@code ./sluice demo}. */
public final class Demo {

    private Demo() {}

    /** Tours the suite at the endpoint. */
    public static void run(Endpoint endpoint, PrintStream out) {
        out.println(endpoint.baseUrl());
    }
}
