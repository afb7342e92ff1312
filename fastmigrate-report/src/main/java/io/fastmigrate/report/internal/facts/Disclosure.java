package io.fastmigrate.report.internal.facts;

import java.util.function.UnaryOperator;

/**
 * What may be shown.
 *
 * @param location whether the path or URL may be shown
 * @param users whether those who applied scripts may be shown
 * @param schema whether the tables may be shown
 * @param texts takes out of a text what may not be shown
 */
public record Disclosure(boolean location, boolean users, boolean schema, UnaryOperator<String> texts) {

    String text(String text) {
        return texts.apply(text);
    }
}
