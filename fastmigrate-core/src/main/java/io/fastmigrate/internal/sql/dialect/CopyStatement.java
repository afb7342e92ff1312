package io.fastmigrate.internal.sql.dialect;

import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.util.regex.Pattern;

/** Refuses forms of PostgreSQL's COPY that a script cannot have. */
final class CopyStatement {

    private static final Pattern TO_CLIENT = Pattern.compile("COPY .* TO (STDOUT|STDIN)( .*)?", Pattern.DOTALL);
    private static final Pattern BINARY = Pattern.compile(
            "COPY\\s+BINARY\\b.*|COPY\\b.*\\bFROM\\s+STDIN\\b.*\\bBINARY\\b.*",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private CopyStatement() {}

    static void refuse(DialectStatement statement, SqlDialect dialect, String location) {
        if (dialect != SqlDialect.POSTGRESQL || !statement.head().startsWith("COPY ")) {
            return;
        }
        if (TO_CLIENT.matcher(statement.head()).matches()) {
            throw statement.refusal(
                    location,
                    "COPY ... TO STDOUT sends rows to the client, and a migration cannot use them",
                    "Remove it, or make the script a .sh script that calls psql.");
        }
        if (BINARY.matcher(statement.text()).matches()) {
            throw statement.refusal(
                    location,
                    "a script is text, and the rows of COPY ... FROM STDIN in binary format are not",
                    "Use the text or CSV format, or a .sh script that calls psql.");
        }
    }
}
