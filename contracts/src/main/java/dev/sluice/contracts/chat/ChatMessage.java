package dev.sluice.contracts.chat;

/**
 * One turn of a conversation, text only.
 *
 * @param role {@code system}, {@code developer}, {@code user}, {@code assistant} or {@code tool}
 * @param content the text
 */
public record ChatMessage(String role, String content) {}
