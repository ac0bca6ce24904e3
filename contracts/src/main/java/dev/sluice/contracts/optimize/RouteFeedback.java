package dev.sluice.contracts.optimize;

/**
 * How an answer was, told with {@code POST /optimize/route/feedback}.
 *
 * @param choice which of the two models answered
 * @param expected the probability that the advice told for it, 0 to 1
 * @param right whether the answer was right
 */
public record RouteFeedback(RouteAdvice.Choice choice, double expected, boolean right) {}
