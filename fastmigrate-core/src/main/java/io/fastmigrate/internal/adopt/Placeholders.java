package io.fastmigrate.internal.adopt;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the other tool replaced in scripts, with values that only its settings know, and that a person has named.
 *
 * @param values by names in lower case
 */
record Placeholders(Map<String, String> values) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z_][\\w.:-]*)}");

    static Placeholders of(Map<String, String> values) {
        Map<String, String> folded = new TreeMap<>();
        values.forEach((name, value) -> folded.put(name.toLowerCase(Locale.ROOT), value));
        return new Placeholders(folded);
    }

    /** Tells whether a text has a placeholder without a value. */
    boolean lacks(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .anyMatch(found -> !values.containsKey(found.group(1).toLowerCase(Locale.ROOT)));
    }

    /**
     * Returns a text with the values.
     *
     * @param origin what messages call the text
     * @throws io.fastmigrate.error.EnrollFailedException if one has no value
     */
    String replaced(String text, String origin) {
        Matcher placeholder = PLACEHOLDER.matcher(text);
        StringBuilder result = new StringBuilder();
        while (placeholder.find()) {
            String value = values.get(placeholder.group(1).toLowerCase(Locale.ROOT));
            if (value == null) {
                throw OldFiles.refusal(
                        origin + " contains the placeholder " + placeholder.group()
                                + ", whose value is not in the database.",
                        "Specify its value (--placeholder " + placeholder.group(1)
                                + "=VALUE), write it in a copy of the directory and specify that copy (--from), or"
                                + " write the whole schema as one script (--squash).");
            }
            placeholder.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return placeholder.appendTail(result).toString();
    }
}
