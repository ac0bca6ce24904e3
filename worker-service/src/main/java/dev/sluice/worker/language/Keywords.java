package dev.sluice.worker.language;

import java.util.List;

/**
 * What a text is about: of English its phrases of nouns, of any other language YAKE.
 *
 * @param keywords most relevant first
 * @param method {@code keyphrases} or {@code yake}
 */
public record Keywords(List<Yake.Keyword> keywords, String method) {

    public Keywords {
        keywords = List.copyOf(keywords);
    }

    /** The keywords of a text, at most so many. */
    public static Keywords of(String text, int atMost) {
        if (Tongue.of(text) == Tongue.ENGLISH) {
            List<Yake.Keyword> found = Keyphrases.keywords(text, atMost);
            if (!found.isEmpty()) {
                return new Keywords(found, "keyphrases");
            }
        }
        return new Keywords(Yake.keywords(text, atMost), "yake");
    }

    /** Their texts. */
    public List<String> texts() {
        return keywords.stream().map(Yake.Keyword::text).toList();
    }
}
