package io.fastmigrate.internal.jdbc.dump;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the tables into which a dump of mariadb-dump or mysqldump inserts rows. */
final class InsertedTables {

    /** In bytes: longer than the words before a table's name and the longest name, in which every sign may be doubled. */
    private static final int BEGINNING = 1024;

    private static final int BUFFER = 64 * 1024;

    private static final Pattern INSERT =
            Pattern.compile("(?:INSERT|REPLACE)\\b[ A-Z_]* INTO `((?:[^`]|``)+)`.*", Pattern.DOTALL);

    private InsertedTables() {}

    /** Reads the beginning of each line, and holds no more of it: rows of one statement may be one line. */
    static Set<String> in(Path file) throws IOException {
        Set<String> tables = new HashSet<>();
        byte[] line = new byte[BEGINNING];
        int length = 0;
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == '\n') {
                        take(line, length, tables);
                        length = 0;
                    } else if (length < BEGINNING) {
                        line[length++] = buffer[i];
                    }
                }
            }
        }
        take(line, length, tables);
        return tables;
    }

    private static void take(byte[] line, int length, Set<String> tables) {
        if (length > 0 && (line[0] == 'I' || line[0] == 'R')) {
            Matcher insert = INSERT.matcher(new String(line, 0, length, StandardCharsets.UTF_8));
            if (insert.matches()) {
                tables.add(insert.group(1).replace("``", "`"));
            }
        }
    }
}
