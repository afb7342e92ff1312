package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.sql.dialect.StatementWords;
import io.fastmigrate.internal.sql.dialect.StatementWords.Clause;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a CREATE TABLE says: what a temporary table can have is made as one, partitions and foreign keys are compared as
 * texts.
 *
 * @param elements what stands in its parentheses
 * @param options what stands behind them, without partitions
 * @param selects whether rows come with it
 */
record MySqlCreatedTable(List<Clause> elements, String options, String partitions, boolean selects) {

    private static final Pattern KEY = Pattern.compile("KEY `[^`]*` (\\(.*\\))");
    private static final Pattern FOREIGN_KEY = Pattern.compile(".* FOREIGN KEY (\\(.*?\\)) .*");

    /** Reads all that stands behind the table's name. */
    static MySqlCreatedTable of(Clause all) {
        StatementWords words = new StatementWords(all.text());
        List<Clause> elements = words.inside();
        String options = all.text().substring(words.end());
        String partitions = MySqlPartitions.written(options);
        return new MySqlCreatedTable(
                elements,
                options.substring(0, options.length() - partitions.length()),
                partitions,
                all.words().contains("SELECT"));
    }

    boolean isThere(Connection connection, String table) throws SQLException {
        List<String> real = TemporaryCopy.lines(connection, table);
        try (TemporaryCopy copy = TemporaryCopy.of(connection, forCopy())) {
            return hasLines(real, copy.lines())
                    && MySqlPartitions.of(real).equals(MySqlPartitions.plain(partitions))
                    && MySqlForeignKey.areThose(elements, real)
                    && (!selects || copy.hasRowsOf(table));
        }
    }

    private String forCopy() {
        String kept = elements.stream()
                .filter(element ->
                        !(element.words().contains("FOREIGN") && element.words().contains("REFERENCES")))
                .map(element -> element.words().contains("REFERENCES")
                        ? element.text().replaceFirst("(?is)\\bREFERENCES\\b.*", "")
                        : element.text())
                .collect(Collectors.joining(", "));
        return (elements.isEmpty() ? "" : "(" + kept + ")") + options;
    }

    /** A foreign key makes an index of its columns where there is none. */
    private static boolean hasLines(List<String> real, List<String> wanted) {
        List<String> left = new ArrayList<>(MySqlPartitions.without(real).stream()
                .skip(1)
                .filter(line -> !line.contains(" FOREIGN KEY "))
                .toList());
        List<String> keys = real.stream()
                .map(FOREIGN_KEY::matcher)
                .filter(Matcher::matches)
                .map(key -> key.group(1))
                .toList();
        List<String> expected = wanted.subList(1, wanted.size());
        left.removeIf(line -> {
            Matcher key = KEY.matcher(line);
            return !expected.contains(line) && key.matches() && keys.contains(key.group(1));
        });
        return left.equals(expected);
    }
}
