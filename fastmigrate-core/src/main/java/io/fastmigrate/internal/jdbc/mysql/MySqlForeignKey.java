package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.jdbc.mysql.MySqlDefinition.Finding;
import io.fastmigrate.internal.sql.dialect.TableChange.Clause;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds a foreign key in a table's definition: temporary tables have none, so the texts are compared. */
final class MySqlForeignKey {

    private MySqlForeignKey() {}

    /**
     * Looks for a foreign key.
     *
     * @param name empty where the server gives one
     * @param lines the table's definition as the server writes it
     */
    static Optional<Finding> find(Clause clause, String name, List<String> lines) {
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
            return Optional.of(Finding.THERE);
        }
        String mark = ("CONSTRAINT `" + constraint + "` ").toUpperCase(Locale.ROOT);
        boolean other = !name.isEmpty()
                && lines.stream().anyMatch(line -> line.toUpperCase(Locale.ROOT).startsWith(mark));
        return Optional.of(other ? Finding.OTHER : Finding.ABSENT);
    }

    /** From the columns on, in one shape: without quotes, blanks, and actions that are the default. */
    private static String plain(String text) {
        return text.toUpperCase(Locale.ROOT)
                .replaceFirst("^.*?FOREIGN KEY[^(]*", "")
                .replaceAll("ON (DELETE|UPDATE) (RESTRICT|NO ACTION)", "")
                .replaceAll("[`\\s]", "");
    }
}
