package dev.sluice.gateway.usage;

import java.math.BigDecimal;

/** Nano-USD as people read it. */
public final class Money {

    private static final int NANO_DIGITS = 9;

    private Money() {}

    /** US dollars as plain decimal text, such as {@code 0.0000375}. */
    public static String usd(long nano) {
        return nano == 0
                ? "0"
                : BigDecimal.valueOf(nano, NANO_DIGITS).stripTrailingZeros().toPlainString();
    }
}
