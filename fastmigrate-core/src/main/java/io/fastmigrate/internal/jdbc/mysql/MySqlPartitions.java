package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.sql.dialect.StatementWords;
import io.fastmigrate.internal.sql.dialect.StatementWords.Clause;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds partitions in a table's definition: no temporary table has any, so the texts are compared. */
final class MySqlPartitions {

    private static final Pattern BY = Pattern.compile("(?i)\\bPARTITION\\s+BY\\b");

    private MySqlPartitions() {}

    /** Returns how a table is divided, as the server writes it; empty where it is not. */
    static String of(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("PARTITION BY ")) {
                return plain(String.join(",", lines.subList(i, lines.size())));
            }
        }
        return "";
    }

    /** In one shape: without quotes, blanks, commas, and what is the default. */
    static String plain(String text) {
        return text.toUpperCase(Locale.ROOT)
                .replaceAll("(STORAGE )?ENGINE ?=? ?INNODB", "")
                .replaceAll("[`\\s,]", "");
    }

    /** Looks for what a clause of ALTER TABLE does; empty for clauses that are not about partitions. */
    static Optional<Finding> find(Clause clause, List<String> lines) {
        String now = of(lines);
        int from = 2;
        switch (clause.at(0) + " " + clause.at(1)) {
            case "PARTITION BY" -> {
                return Optional.of(now.equals(plain(clause.text())) ? Finding.THERE : Finding.ABSENT);
            }
            case "REMOVE PARTITIONING" -> {
                return Optional.of(now.isEmpty() ? Finding.THERE : Finding.ABSENT);
            }
            case "DROP PARTITION" -> {
                return Optional.of(dropped(clause, lines));
            }
            case "ADD PARTITION", "REORGANIZE PARTITION" -> {
                from = clause.text().indexOf('(');
            }
            default -> {
                return clause.words().contains("PARTITION") || clause.words().contains("PARTITIONS")
                        ? Optional.of(Finding.OTHER)
                        : Optional.empty();
            }
        }
        return Optional.of(
                from < 0 ? Finding.OTHER : added(clause, clause.text().substring(from), lines));
    }

    private static Finding dropped(Clause clause, List<String> lines) {
        List<String> names = clause.words().stream()
                .skip(2)
                .filter(word -> !word.matches(",|IF|EXISTS"))
                .toList();
        long there = names.stream().filter(name -> has(lines, name)).count();
        return there == 0 ? Finding.THERE : there == names.size() ? Finding.ABSENT : Finding.OTHER;
    }

    private static boolean has(List<String> lines, String name) {
        return lines.stream()
                .anyMatch(line -> line.replaceFirst("^\\(", "")
                        .replace("`", "")
                        .toUpperCase(Locale.ROOT)
                        .startsWith("PARTITION " + name.toUpperCase(Locale.ROOT) + " "));
    }

    /** All of the new ones are there one behind the other, and those that were divided are gone. */
    private static Finding added(Clause clause, String list, List<String> lines) {
        String wanted = plain(list).replaceFirst("^\\(", "").replaceFirst("\\)$", "");
        boolean there = of(lines).contains(wanted);
        List<String> old = clause.words().stream()
                .limit(Math.max(0, clause.words().indexOf("INTO")))
                .skip(2)
                .filter(word -> !word.equals(","))
                .toList();
        boolean oldThere = old.stream()
                .anyMatch(name -> has(lines, name) && !wanted.contains("PARTITION" + name.toUpperCase(Locale.ROOT)));
        if (there) {
            return oldThere ? Finding.OTHER : Finding.THERE;
        }
        return names(list).stream().anyMatch(name -> has(lines, name)) ? Finding.OTHER : Finding.ABSENT;
    }

    private static List<String> names(String list) {
        return new StatementWords(list)
                .inside().stream().map(partition -> partition.at(1)).toList();
    }

    /** Returns a table's own options and columns, without its partitions. */
    static List<String> without(List<String> lines) {
        return lines.stream()
                .takeWhile(line -> !line.startsWith("PARTITION BY "))
                .toList();
    }

    /** Returns the end of a CREATE TABLE that divides it; empty where there is none. */
    static String written(String options) {
        Matcher by = BY.matcher(options);
        return by.find() ? options.substring(by.start()) : "";
    }
}
