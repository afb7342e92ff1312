package io.fastmigrate.internal.jdbc.postgres;

import java.util.Optional;
import java.util.regex.Pattern;

/** What to do about errors of PostgreSQL whose cause is not simply in the statement. */
final class PostgresAdvice {

    private static final Pattern SET = Pattern.compile("(?is)\\s*SET\\s.*");

    private PostgresAdvice() {}

    static Optional<String> of(String state, String statement) {
        return Optional.ofNullable(
                switch (state) {
                    case "55P04" ->
                        "Move the statements that use the new value to the next script, and run each"
                                + " script in its own transaction (transaction: script, the default).";
                    case "42P16" ->
                        "CREATE OR REPLACE VIEW can only add columns at the end. In a repeatable script, write CREATE"
                                + " VIEW without OR REPLACE: the old view is dropped, and with it the views of repeatable"
                                + " scripts that use it, and all of them are made again.";
                    case "2BP01" ->
                        "Drop or change what uses it before (the message names it). A view that has a repeatable script is"
                                + " dropped and made again by itself when the view that it uses is made again.";
                    case "55006" ->
                        "Deferred checks or triggers of this transaction lock the table. Run each script in"
                                + " its own transaction (transaction: script, the default), or split the"
                                + " script before this statement.";
                    case "42704" ->
                        SET.matcher(statement).matches()
                                ? "This server does not know the setting or the value. If the script is a dump of a"
                                        + " newer PostgreSQL, remove the line, and migrate again."
                                : null;
                    case "53200" ->
                        "The server has no memory left for this transaction. If it locks very many tables, split the"
                                + " script or increase max_locks_per_transaction on the server; with transaction: run,"
                                + " use transaction: script.";
                    case "57014" ->
                        "A statement_timeout of the role, the database or the script ended it, or an administrator did. SET"
                                + " statement_timeout = 0 at the beginning of the script lets it take its time.";
                    default -> null;
                });
    }
}
