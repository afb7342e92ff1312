package io.fastmigrate.internal.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A change set of Liquibase in SQL.
 *
 * @param attributes what stands after its name
 * @param hasPreconditions whether it ran only where something held
 * @param text its statements, as they are written
 */
record ChangeSet(String author, String id, String attributes, boolean hasPreconditions, String text) {

    private static final Pattern LITERAL = Pattern.compile("'[^'\\\\]*'|\"[^\"\\\\]*\"|`[^`]*`");

    /** Returns the value of an attribute without its quotes. */
    static Optional<String> attribute(String attributes, String name) {
        Matcher found = Pattern.compile("(?:^|\\s)" + name + ":(?:\"([^\"]*)\"|(\\S+))", Pattern.CASE_INSENSITIVE)
                .matcher(attributes);
        return found.find() ? Optional.of(found.group(1) != null ? found.group(1) : found.group(2)) : Optional.empty();
    }

    private boolean is(String name, String value) {
        return attribute(attributes, name).filter(value::equalsIgnoreCase).isPresent();
    }

    /** Tells whether Liquibase may have left it out on purpose. */
    boolean isConditional() {
        return hasPreconditions
                || is("failOnError", "false")
                || List.of("dbms", "context", "contextFilter", "labels", "ignore").stream()
                        .anyMatch(name -> attribute(attributes, name).isPresent());
    }

    boolean runsOnChange() {
        return is("runOnChange", "true");
    }

    boolean runsAlways() {
        return is("runAlways", "true");
    }

    boolean runsOutsideTransaction() {
        return is("runInTransaction", "false");
    }

    /**
     * Returns the statements as a script has them, each with an end that is known there: Liquibase takes other ends, and takes all for
     * one statement where it is told to.
     *
     * @param delimiters whether a script can say what ends its statements
     */
    String script(boolean delimiters) {
        Optional<String> end = attribute(attributes, "endDelimiter").filter(delimiter -> !delimiter.equals(";"));
        if (end.isPresent()) {
            StringBuilder script = new StringBuilder();
            statements(end.get()).forEach(statement -> script.append(ended(statement, delimiters)));
            return script.toString();
        }
        return is("splitStatements", "false") ? ended(text.strip(), delimiters) : text;
    }

    /** Splits at a delimiter that ends a line, or is one. */
    private List<String> statements(String delimiter) {
        String plain = delimiter.replaceFirst("^(?:\\\\r)?\\\\n", "");
        boolean alone = !plain.equals(delimiter);
        Pattern end = Pattern.compile(
                (alone ? "^\\s*" : "") + Pattern.quote(plain) + "[ \\t]*$",
                Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
        List<String> statements = new ArrayList<>();
        for (String statement : end.split(text, -1)) {
            if (!statement.isBlank()) {
                statements.add(statement.strip());
            }
        }
        return statements;
    }

    /** Returns a statement with the end that a script has. */
    static String ended(String statement, boolean delimiters) {
        String bare = statement.replaceFirst(";\\s*$", "");
        if (!delimiters || !LITERAL.matcher(bare).replaceAll("").contains(";")) {
            return bare + (bare.lines().reduce("", (one, next) -> next).contains("--") ? "\n;\n" : ";\n");
        }
        String end = "//";
        while (statement.contains(end)) {
            end += "/";
        }
        return "DELIMITER " + end + "\n" + statement + "\n" + end + "\nDELIMITER ;\n";
    }
}
