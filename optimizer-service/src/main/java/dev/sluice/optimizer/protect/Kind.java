package dev.sluice.optimizer.protect;

import java.util.EnumSet;
import java.util.Set;

/** Why a span is protected. */
public enum Kind {
    /** Fenced, indented and inline code, tables, aligned columns. */
    CODE,
    /** JSON and anything else in balanced braces or brackets, placeholders such as {@code {{x}}} and {@code ${x}} too. */
    BRACKETED,
    /** Tags in angle brackets; the content of tags that hold data as well. */
    TAG,
    /** URLs and e-mail addresses. */
    URL,
    /** Identifiers, paths, flags and other words that are spelt like code. */
    TERM,
    /** Numbers with their units, dates, versions, amounts. */
    NUMBER,
    /** Quoted text. */
    QUOTE,
    /** Text that the prompt asks to work on word for word, such as what is to be translated. */
    PAYLOAD,
    /** Words that turn a meaning round or bound it: not, never, without, only, unless. */
    NEGATION;

    /** What survives byte for byte at every level. */
    public static final Set<Kind> ALWAYS = EnumSet.of(CODE, BRACKETED, TAG, URL, PAYLOAD);

    /** What survives byte for byte unless whole sentences may go with the facts in them. */
    public static final Set<Kind> FACTS = EnumSet.of(CODE, BRACKETED, TAG, URL, PAYLOAD, TERM, NUMBER, QUOTE);
}
