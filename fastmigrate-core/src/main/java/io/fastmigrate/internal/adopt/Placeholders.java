package io.fastmigrate.internal.adopt;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the other tool replaced in scripts, with texts that only its settings know, and that a person has named: some are
 * written into the new scripts, others stay there as values.
 *
 * @param texts that are written, by names in lower case
 * @param values that stay, by names
 */
record Placeholders(Map<String, String> texts, Map<String, String> values) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z_][\\w.:-]*)}");

    /** In the rows of a COPY no value is replaced. */
    private static final Pattern ROWS = Pattern.compile("(?i)\\bFROM\\s+STDIN\\b");

    static Placeholders of(Map<String, String> texts, Map<String, String> values) {
        Map<String, String> folded = new TreeMap<>();
        texts.forEach((name, text) -> folded.put(folded(name), text));
        return new Placeholders(folded, new TreeMap<>(values));
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Returns the same with more texts, for names that have neither a text nor a value. */
    Placeholders withDefaults(Map<String, String> defaults) {
        Map<String, String> all = new TreeMap<>();
        defaults.forEach((name, text) -> {
            if (value(name).isEmpty()) {
                all.put(folded(name), text);
            }
        });
        all.putAll(texts);
        return new Placeholders(all, values);
    }

    /** Returns the name of the value that a placeholder means, whose case does not matter. */
    private Optional<String> value(String placeholder) {
        return values.containsKey(placeholder)
                ? Optional.of(placeholder)
                : values.keySet().stream().filter(placeholder::equalsIgnoreCase).findFirst();
    }

    private @Nullable String text(String placeholder) {
        String text = texts.get(folded(placeholder));
        return text != null ? text : value(placeholder).map(values::get).orElse(null);
    }

    private static Stream<String> in(String text) {
        return PLACEHOLDER.matcher(text).results().map((MatchResult found) -> found.group(1));
    }

    /** Tells whether a text has a placeholder that is not known. */
    boolean lacks(String text) {
        return in(text).anyMatch(name -> text(name) == null);
    }

    /** Tells whether none is known. */
    boolean isEmpty() {
        return texts.isEmpty() && values.isEmpty();
    }

    /** Tells whether a script of this text is replaced as the other tool does it, if its values stay in it. */
    boolean canKeepValues(String text) {
        return !ROWS.matcher(text).find()
                || in(text).allMatch(name ->
                        texts.containsKey(folded(name)) || value(name).isEmpty());
    }

    /**
     * Returns a text as a script has it, with the texts of placeholders and the names of values.
     *
     * @param origin what messages call the text
     * @throws io.fastmigrate.error.EnrollFailedException if a placeholder is not known
     */
    String written(String text, String origin) {
        return replaced(
                text,
                origin,
                (name, replacement) -> texts.containsKey(folded(name))
                        ? replacement
                        : value(name).map(value -> "${" + value + "}").orElse(replacement));
    }

    /**
     * Returns a text as the other tool ran it.
     *
     * @param origin what messages call the text
     * @throws io.fastmigrate.error.EnrollFailedException if a placeholder is not known
     */
    String filled(String text, String origin) {
        return replaced(text, origin, (name, replacement) -> replacement);
    }

    private String replaced(String text, String origin, BiFunction<String, String, String> replacing) {
        Matcher placeholder = PLACEHOLDER.matcher(text);
        StringBuilder result = new StringBuilder();
        while (placeholder.find()) {
            String name = placeholder.group(1);
            String replacement = text(name);
            if (replacement == null) {
                throw unknown(name, origin);
            }
            placeholder.appendReplacement(result, Matcher.quoteReplacement(replacing.apply(name, replacement)));
        }
        return placeholder.appendTail(result).toString();
    }

    private static RuntimeException unknown(String name, String origin) {
        boolean isValue = name.indexOf(':') < 0;
        return OldFiles.refusal(
                origin + " contains the placeholder ${" + name + "}, whose text is not in the database.",
                "Specify its text: " + (isValue ? "--value " + name + "=TEXT to keep it as a value, or " : "")
                        + "--placeholder " + name + "=TEXT to write the text into the script.");
    }

    /** Returns the names of the values that stay in such scripts, in order. */
    Collection<String> kept(Collection<OldScript> scripts) {
        TreeSet<String> names = new TreeSet<>();
        scripts.forEach(
                script -> in(script.content()).filter(values::containsKey).forEach(names::add));
        return names;
    }
}
