package io.fastmigrate.internal.jdbc.dump;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables whose rows are in a dump of MySQL's or MariaDB's. Reads statements, as their client does: what stands in the
 * body of a routine or trigger, in a text, or in a comment inserts nothing. Used once.
 */
final class InsertedTables {

    /** In bytes: longer than the words before a table's name and the longest name, in which every sign may be doubled. */
    private static final int BEGINNING = 1024;

    private static final int BUFFER = 64 * 1024;

    private static final Pattern INSERT =
            Pattern.compile("(?:INSERT|REPLACE)\\b[ A-Z_]* INTO `((?:[^`]|``)+)`.*", Pattern.DOTALL);

    private static final String COMMAND = "DELIMITER ";
    private static final Pattern DELIMITER = Pattern.compile("(?i)DELIMITER\\s+(\\S+)\\s*");

    private final Set<String> tables = new HashSet<>();
    private final byte[] statement = new byte[BEGINNING];
    private int length;
    private byte[] delimiter = {';'};
    private int matched;

    private InsertedTables() {}

    /** Holds no more than the beginning of a statement: the rows of one may be many. */
    static Set<String> in(Path file) throws IOException {
        InsertedTables found = new InsertedTables();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            found.read(in);
        }
        return found.tables;
    }

    private void read(InputStream in) throws IOException {
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\'' || next == '"' || next == '`') {
                take(next);
                passQuoted(in, next);
            } else if (next == '#') {
                passLine(in);
            } else if (next == '-' && follows(in, "- ")) {
                passLine(in);
            } else if (next == '/' && follows(in, "*")) {
                passComment(in);
            } else {
                take(next);
                if (next == '\n') {
                    takeDelimiter();
                } else if (endsStatement(next)) {
                    endOrGoOn();
                }
            }
        }
        end();
    }

    private void take(int next) {
        boolean blank = next == ' ' || next == '\n' || next == '\r' || next == '\t';
        if (length < BEGINNING && !(length == 0 && blank)) {
            statement[length++] = (byte) next;
        }
    }

    private boolean endsStatement(int next) {
        matched = next == delimiter[matched] ? matched + 1 : next == delimiter[0] ? 1 : 0;
        return matched == delimiter.length;
    }

    private void endOrGoOn() {
        if (isCommand()) {
            matched = 0;
        } else {
            end();
        }
    }

    private void end() {
        if (length > 0 && (statement[0] == 'I' || statement[0] == 'R')) {
            Matcher insert = INSERT.matcher(new String(statement, 0, length, StandardCharsets.UTF_8));
            if (insert.matches()) {
                tables.add(insert.group(1).replace("``", "`"));
            }
        }
        length = 0;
        matched = 0;
    }

    private boolean isCommand() {
        return length > COMMAND.length()
                && COMMAND.equalsIgnoreCase(new String(statement, 0, COMMAND.length(), StandardCharsets.US_ASCII));
    }

    /** The client's own command ends with its line. */
    private void takeDelimiter() {
        if (isCommand()) {
            Matcher command = DELIMITER.matcher(new String(statement, 0, length, StandardCharsets.UTF_8));
            if (command.matches()) {
                delimiter = command.group(1).getBytes(StandardCharsets.UTF_8);
                length = 0;
            }
        }
        matched = 0;
    }

    private void passQuoted(InputStream in, int quote) throws IOException {
        matched = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            take(next);
            if (next == '\\' && quote != '`') {
                take(in.read());
            } else if (next == quote) {
                return; // one that is doubled begins a second text
            }
        }
    }

    private void passLine(InputStream in) throws IOException {
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            matched = 0;
        }
        takeDelimiter();
    }

    /** What is carried out in a comment of a dump defines something, and its own texts may hold the end of a comment. */
    private void passComment(InputStream in) throws IOException {
        in.mark(2);
        int first = in.read();
        boolean carriedOut = first == '!' || (first == 'M' && in.read() == '!');
        in.reset();
        if (carriedOut) {
            take('/');
        }
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (carriedOut && (next == '\'' || next == '"' || next == '`')) {
                passQuoted(in, next);
            } else if (carriedOut && next == '-' && follows(in, "- ")) {
                passLine(in);
            } else if (next == '*' && follows(in, "/")) {
                return;
            }
        }
    }

    /** Passes over a text if it comes next. */
    private static boolean follows(InputStream in, String text) throws IOException {
        in.mark(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (in.read() != text.charAt(i)) {
                in.reset();
                return false;
            }
        }
        return true;
    }
}
