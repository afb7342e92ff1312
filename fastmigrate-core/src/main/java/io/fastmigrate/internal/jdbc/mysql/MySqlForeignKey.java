package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.sql.dialect.StatementWords.Clause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds a foreign key in a table's definition: temporary tables have none, so the texts are compared. */
final class MySqlForeignKey {

    private MySqlForeignKey() {}

    /**
     * Tells whether a table has the foreign keys of a CREATE TABLE, and no others.
     *
     * @param elements what stands in its parentheses
     * @param lines the table's definition as the server writes it
     */
    static boolean areThose(List<Clause> elements, List<String> lines) {
        long there =
                lines.stream().filter(line -> line.contains(" FOREIGN KEY ")).count();
        List<Clause> written = elements.stream()
                .filter(element -> element.words().contains("REFERENCES"))
                .map(MySqlForeignKey::ofTable)
                .toList();
        return there == written.size()
                && written.stream()
                        .allMatch(key -> find(key, key.at(0).equals("CONSTRAINT") ? key.at(1) : "", lines)
                                .equals(Finding.THERE));
    }

    /** What stands behind a column is a key of the table. */
    private static Clause ofTable(Clause element) {
        int references = element.words().indexOf("REFERENCES");
        if (element.words().contains("FOREIGN")) {
            return element;
        }
        List<String> words = new ArrayList<>(List.of("FOREIGN", "KEY", "(", element.at(0), ")"));
        words.addAll(element.words().subList(references, element.words().size()));
        return new Clause(String.join(" ", words), words);
    }

    /**
     * Looks for a foreign key.
     *
     * @param name empty where the server gives one
     * @param lines the table's definition as the server writes it
     */
    static Finding find(Clause clause, String name, List<String> lines) {
        String wanted = plain(String.join(" ", clause.words()));
        String constraint = name;
        for (int at = 0; name.isEmpty() && at < clause.words().size(); at++) {
            if (clause.at(at).equals("FOREIGN")) {
                int next = clause.at(at + 2).equals("IF") ? at + 5 : at + 2;
                constraint = clause.at(next).equals("(") ? "" : clause.at(next);
            }
        }
        List<String> keys =
                lines.stream().filter(line -> line.contains(" FOREIGN KEY ")).toList();
        boolean there = keys.stream().anyMatch(line -> plain(line).equals(wanted));
        if (there) {
            return Finding.THERE;
        }
        String mark = ("CONSTRAINT `" + constraint + "` ").toUpperCase(Locale.ROOT);
        boolean other = !name.isEmpty()
                && lines.stream().anyMatch(line -> line.toUpperCase(Locale.ROOT).startsWith(mark));
        return other ? Finding.OTHER : Finding.ABSENT;
    }

    /** From the columns on, in one shape: without quotes, blanks, and actions that are the default. */
    private static String plain(String text) {
        return text.toUpperCase(Locale.ROOT)
                .replaceFirst("^.*?FOREIGN KEY[^(]*", "")
                .replaceAll("ON (DELETE|UPDATE) (RESTRICT|NO ACTION)", "")
                .replaceAll("[`\\s]", "");
    }
}
