package dev.sluice.bench.gateway;

import dev.sluice.bench.Report;
import org.jspecify.annotations.Nullable;

/** Calls that are passed on: plain and governed beside the floor and a peer. */
record Table(
        Report report,
        Series direct,
        Series plain,
        Series governed,
        @Nullable Series nginx,
        @Nullable Series portkey) {

    void write() {
        latency("plain", plain, 190.0);
        latency("governed", governed, 250.0);
        if (portkey != null) {
            latency("portkey", portkey, null);
        }
        Double floor = nginx == null ? null : nginx.cpu();
        report.add("plain_cpu_us_per_request", "us", plain.cpu(), floor, 45.0);
        report.add("governed_cpu_us_per_request", "us", governed.cpu(), floor, 90.0);
        report.add("plain_rps", "per_s", plain.perSecond(), nginx == null ? null : nginx.perSecond(), null);
        report.add("governed_rps", "per_s", governed.perSecond(), null, null);
        if (nginx != null) {
            report.add("plain_rps_vs_nginx", "x", plain.perSecond() / nginx.perSecond(), 1.0, null);
            report.add("plain_cpu_vs_nginx", "x", plain.cpu() / nginx.cpu(), 1.0, null);
        }
        report.add("governed_rps_vs_plain", "x", governed.perSecond() / plain.perSecond(), 1.0, 0.8);
        if (portkey != null) {
            report.add("portkey_cpu_us_per_request", "us", portkey.cpu(), floor, null);
            report.add("governed_rps_vs_portkey", "x", governed.perSecond() / portkey.perSecond(), 1.0, null);
        }
        report.add("failed_requests", "count", plain.failures() + governed.failures(), null, 0.0);
    }

    private void latency(String name, Series series, @Nullable Double goalOfP99) {
        for (double percentile : new double[] {50, 99}) {
            double floor = direct.latency(percentile);
            report.add(
                    "%s_added_p%.0f_us".formatted(name, percentile),
                    "us",
                    series.latency(percentile) - floor,
                    nginx == null ? null : nginx.latency(percentile) - floor,
                    percentile == 99 ? goalOfP99 : null);
        }
    }
}
