package dev.sluice.gateway.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** The time over which uses are added up. */
public sealed interface Window {

    /**
     * Any stretch of time of this length, wherever it begins. Uses are added up in slots; a slot is forgotten once all of
     * it is older than the window. So no window ever holds more than its limit, and what was used comes back at most one
     * slot late.
     *
     * @param length how long
     */
    record Rolling(Duration length) implements Window {

        private static final long FINE_FROM = 60_000;

        int slots() {
            return length.toMillis() >= FINE_FROM ? 60 : 10;
        }

        long slotMillis() {
            return Math.ceilDiv(length.toMillis(), slots());
        }
    }

    /**
     * A day or a month of the calendar.
     *
     * @param month whether it is a month
     * @param zone whose midnight begins it
     */
    record Calendar(boolean month, ZoneId zone) implements Window {

        long slot(Instant now) {
            ZonedDateTime here = now.atZone(zone);
            return month
                    ? here.getYear() * 12L + here.getMonthValue()
                    : here.toLocalDate().toEpochDay();
        }

        Instant end(Instant now) {
            ZonedDateTime here = now.atZone(zone);
            return (month
                            ? here.toLocalDate().withDayOfMonth(1).plusMonths(1)
                            : here.toLocalDate().plusDays(1))
                    .atStartOfDay(zone)
                    .toInstant();
        }
    }

    /** No time at all: what is going on now. */
    record InFlight() implements Window {}

    /** As it is written in keys and JSON: {@code 60s}, {@code day}, {@code month}; {@code now}. */
    default String word() {
        return switch (this) {
            case Rolling rolling -> rolling.length().toSeconds() + "s";
            case Calendar calendar -> calendar.month() ? "month" : "day";
            case InFlight now -> "now";
        };
    }

    /** As people read it: {@code minute}, {@code 90 s}, {@code day}. */
    default String spoken() {
        return switch (this) {
            case Rolling rolling -> spoken(rolling.length());
            case Calendar calendar -> calendar.month() ? "calendar month" : "calendar day";
            case InFlight now -> "moment";
        };
    }

    private static String spoken(Duration length) {
        for (ChronoUnit unit :
                new ChronoUnit[] {ChronoUnit.SECONDS, ChronoUnit.MINUTES, ChronoUnit.HOURS, ChronoUnit.DAYS}) {
            if (length.equals(unit.getDuration())) {
                String name = unit.name().toLowerCase(java.util.Locale.ROOT);
                return name.substring(0, name.length() - 1);
            }
        }
        return length.toSeconds() + " s";
    }
}
