package dev.sluice.contracts.optimize;

/**
 * Which of two models is good enough for a request, asked with {@code POST /optimize/route}.
 *
 * @param text the last user turn, its beginning if it is long
 * @param promptTokens an estimate of the tokens of the whole prompt
 * @param cheap the model that costs less, as {@code provider/model}
 * @param strong the model that knows more, as {@code provider/model}
 */
public record RouteQuestion(String text, long promptTokens, String cheap, String strong) {}
