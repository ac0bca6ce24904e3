package dev.sluice.gateway.allowance;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How much money may be spent, in nano-USD. Absent parts are not limited.
 *
 * @param hourNano in any 60 minutes: a brake
 * @param dayNano in a calendar day
 * @param monthNano in a calendar month
 * @param zone the time zone whose midnight begins a day
 * @param hard whether, with Redis away and the leased slice used up, requests are refused rather than let through
 */
public record Budget(
        @Nullable Long hourNano,
        @Nullable Long dayNano,
        @Nullable Long monthNano,
        ZoneId zone,
        boolean hard) {}
