package dev.sluice.cache.faq;

/**
 * One way to ask for an answer.
 *
 * @param answer which answer, by its place in the book
 * @param text as it was imported
 * @param canonical its canonical form
 * @param vector its embedding, of length 1
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody, copied too dearly
public record Phrasing(int answer, String text, String canonical, float[] vector) {}
