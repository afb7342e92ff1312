package io.fastmigrate.databases;

import io.fastmigrate.internal.sql.dialect.DialectStatements;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Scripts with every kind of definition that a database commits by itself, as often as wanted under other names. */
final class EveryDefinition {

    private EveryDefinition() {}

    /**
     * Writes the scripts.
     *
     * @param name of the database
     * @return how many there are
     */
    static int write(Path directory, String name, int rounds) throws IOException {
        int number = 0;
        for (int round = 1; round <= rounds; round++) {
            number = writeRound(directory, name, round, number, text -> true);
        }
        return number;
    }

    /**
     * Writes the scripts once more, under other names.
     *
     * @param before how many scripts there are already
     * @param wanted which of the texts become scripts
     * @return how many there are now
     */
    static int writeRound(Path directory, String name, int round, int before, Predicate<String> wanted)
            throws IOException {
        Files.createDirectories(directory);
        int number = before;
        for (String block : resource("/definitions/" + name + ".sql").split("\n\n", -1)) {
            if (wanted.test(block)) {
                number++;
                String file = String.format(Locale.ROOT, "%04d-script.sql", number);
                Files.writeString(
                        directory.resolve(file), block.replaceAll("(?<=\\w)@", Integer.toString(round)) + "\n");
            }
        }
        return number;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(EveryDefinition.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Returns the texts of all statements of all scripts. */
    static Set<String> statements(Path directory, SqlDialect dialect) throws IOException {
        Set<String> texts = new LinkedHashSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                try (SqlScanner<DialectStatement> scanner =
                        DialectStatements.scan(Files.newInputStream(file), file.toString(), dialect)) {
                    for (DialectStatement next = scanner.next(); next != null; next = scanner.next()) {
                        texts.add(next.text());
                    }
                }
            }
        }
        return texts;
    }
}
