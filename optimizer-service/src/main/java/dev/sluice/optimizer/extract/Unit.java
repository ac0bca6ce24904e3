package dev.sluice.optimizer.extract;

/**
 * A sentence of any of the texts.
 *
 * @param sentence its words
 * @param titled the same behind the title of its paragraph, if that has one
 * @param paragraph counted through all texts
 * @param opens whether it is the first of its paragraph
 * @param stays whether it stays whatever the budget
 * @param facts whether it stays on top of the budget, for what is in it
 * @param numbered whether it has a number of the question
 * @param asks whether it asks, and so is no answer
 * @param cost its tokens with the blanks behind it
 */
record Unit(
        String sentence,
        String titled,
        int paragraph,
        boolean opens,
        boolean stays,
        boolean facts,
        boolean numbered,
        boolean asks,
        int cost) {}
