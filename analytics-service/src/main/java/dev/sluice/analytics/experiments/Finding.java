package dev.sluice.analytics.experiments;

/**
 * What is known of one variant against the control in one metric.
 *
 * @param variant its name
 * @param metric the metric's name
 * @param effect how far it lies from the control
 * @param interval where the difference lies
 * @param p p-value, corrected for the number of variants
 */
public record Finding(String variant, String metric, Effect effect, Interval interval, double p) {}
