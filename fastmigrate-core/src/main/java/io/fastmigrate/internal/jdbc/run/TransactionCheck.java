package io.fastmigrate.internal.jdbc.run;

import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.pool.GuardedConnection;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.internal.sql.dialect.DialectStatements;
import io.fastmigrate.internal.sql.dialect.SqlEffect;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.token.DialectStatement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Refuses the SQL of a Java migration that would end the transaction which contains its version. */
final class TransactionCheck implements GuardedConnection.SqlCheck {

    /** Few statements have one of these words, so that few are read. */
    private static final Pattern WORDS = Pattern.compile(
            "\\b(BEGIN|START|COMMIT|END|ROLLBACK|ABORT|PREPARE|PREPARED|XA|AUTOCOMMIT|COMPLETION_TYPE|SHUTDOWN)\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Set<SqlEffect> REFUSED = EnumSet.of(
            SqlEffect.BEGIN, SqlEffect.COMMIT, SqlEffect.ROLLBACK, SqlEffect.AUTOCOMMIT, SqlEffect.FORBIDDEN);

    private final DialectRules rules;

    TransactionCheck(DialectRules rules) {
        this.rules = rules;
    }

    @Override
    public void check(String sql) throws SQLException {
        if (!WORDS.matcher(sql).find()) {
            return;
        }
        try {
            SqlScanner<DialectStatement> scanner = DialectStatements.scan(
                    new ByteArrayInputStream(sql.getBytes(StandardCharsets.UTF_8)), "a migration", rules.dialect());
            for (DialectStatement next = scanner.next(); next != null; next = scanner.next()) {
                if (REFUSED.contains(rules.effect(next)) || next.head().startsWith("SET AUTOCOMMIT")) {
                    throw GuardedConnection.refused("execute " + DialectRules.nameOf(next));
                }
            }
        } catch (InvalidScriptException e) {
            // What cannot be read as a script is for the database to judge.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
