package io.fastmigrate.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes the scripts of a row, the same text for everybody, named as each tool wants them named. */
final class Scripts {

    private Scripts() {}

    /** Writes tiny scripts: a table and a row each. */
    static void tiny(Path folder, Contender.Dialect dialect, int count) throws IOException {
        Files.createDirectories(folder);
        for (int number = 1; number <= count; number++) {
            try (BufferedWriter out = begin(folder, dialect, number)) {
                out.write(String.format(
                        Locale.ROOT,
                        "CREATE TABLE item_%04d (id INTEGER PRIMARY KEY, name TEXT NOT NULL);%n"
                                + "INSERT INTO item_%04d (id, name) VALUES (1, 'first');%n",
                        number,
                        number));
            }
        }
    }

    /** Writes small scripts that make a table that refers to another, fill it, and change its definition. */
    static void referring(Path folder, Contender.Dialect dialect, int count) throws IOException {
        Files.createDirectories(folder);
        for (int number = 1; number <= count; number++) {
            try (BufferedWriter out = begin(folder, dialect, number)) {
                out.write(String.format(
                        Locale.ROOT,
                        "CREATE TABLE note_%1$04d (id INTEGER PRIMARY KEY, chapter INTEGER REFERENCES chapter (id));%n"
                                + "INSERT INTO note_%1$04d (chapter) VALUES (1), (2);%n"
                                + "ALTER TABLE note_%1$04d ADD COLUMN text TEXT;%n"
                                + "CREATE INDEX note_%1$04d_chapter ON note_%1$04d (chapter);%n",
                        number));
            }
        }
    }

    /** Writes one script with many rows. */
    static void rows(Path folder, Contender.Dialect dialect, int count) throws IOException {
        Files.createDirectories(folder);
        try (BufferedWriter out = begin(folder, dialect, 1)) {
            boolean bracketed = dialect == Contender.Dialect.BRACKETED;
            out.write(bracketed ? "BEGIN;\n" : "");
            out.write("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL, note TEXT);\n");
            for (int row = 1; row <= count; row++) {
                String number = Integer.toString(100_000_000 + row);
                out.write("INSERT INTO item (id, name, note) VALUES (");
                out.write(number);
                out.write(", 'name ");
                out.write(number);
                out.write("', 'a note of middle length');\n");
            }
            out.write(bracketed ? "COMMIT;\n" : "");
        }
    }

    private static BufferedWriter begin(Path folder, Contender.Dialect dialect, int number) throws IOException {
        String digits = String.format(Locale.ROOT, "%04d", number);
        BufferedWriter out = Files.newBufferedWriter(folder.resolve(
                dialect == Contender.Dialect.FLYWAY ? "V" + digits + "__step.sql" : digits + "-step.sql"));
        if (dialect == Contender.Dialect.LIQUIBASE) {
            out.write("--liquibase formatted sql\n--changeset bench:" + digits + "\n");
            if (number == 1) {
                changeLog(folder);
            }
        }
        return out;
    }

    private static void changeLog(Path folder) throws IOException {
        Files.writeString(folder.resolve("changelog.xml"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                        http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
                  <includeAll path="." endsWithFilter=".sql" relativeToChangelogFile="true"/>
                </databaseChangeLog>
                """);
    }

    /** Writes what the sqlite3 shell reads: each script in a transaction with its version. */
    static void shell(Path driver, Path folder, int count) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(driver)) {
            for (int number = 1; number <= count; number++) {
                String digits = String.format(Locale.ROOT, "%04d", number);
                out.write("BEGIN IMMEDIATE;\n.read " + folder.resolve(digits + "-step.sql") + "\n"
                        + "UPDATE _meta SET version = " + number + " WHERE id = 1;\nCOMMIT;\n");
            }
        }
    }
}
