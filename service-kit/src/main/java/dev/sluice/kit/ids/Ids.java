package dev.sluice.kit.ids;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;

/** UUIDv7 identifiers (RFC 9562): unique, and sorted by the time they were made. */
public final class Ids {

    private Ids() {}

    /** A new UUIDv7 in its 36-character text form. */
    public static String next() {
        return Holder.GENERATOR.generate().toString();
    }

    /** Made on first use, so that a native image seeds its random numbers at run time. */
    private static final class Holder {
        static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();
    }
}
