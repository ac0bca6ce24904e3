package dev.sluice.contracts.cache;

/**
 * What the model itself says to a question that was answered from the cache, to be compared.
 *
 * @param question the question, as it was looked up
 * @param entryId the entry that was served, as {@link CacheReply#entryId()} named it
 * @param document the model's own answer: an OpenAI chat completion document as JSON text
 */
public record CacheAudit(CacheQuestion question, String entryId, String document) {}
