package io.fastmigrate.lint.internal.prove;

import io.fastmigrate.Script;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.prove.StatementAt.Place;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Runs single statements of a script, behind those before them, in the way that shows what they do. */
final class Statements {

    private static final String NOT_THERE = "the statement does not run alone";

    private Statements() {}

    private static Optional<Statement> behindOthers(ScriptTrial trial, Place place) {
        place.earlier().forEach(trial::refusal);
        return place.statement();
    }

    /** Shows that a name in double quotes is read as a text: in brackets it is a name that is not there. */
    static Shown nameInBrackets(ScriptTrial trial, Place place) throws SQLException {
        Optional<Statement> statement = behindOthers(trial, place);
        Optional<Token> name = place.token(0);
        if (statement.isEmpty() || name.isEmpty()) {
            return Shown.not(NOT_THERE);
        }
        String text = statement.get().text();
        int from = name.get().offset();
        String inBrackets = '[' + name.get().unquoted() + ']';
        boolean ofDefault = place.token(-1).filter(token -> token.is("DEFAULT")).isPresent();
        if (ofDefault) {
            return valueOfDefault(trial, statement.get(), name.get());
        }
        String changed = text.substring(0, from)
                + inBrackets
                + text.substring(from + name.get().text().length());
        return trial.refusal(changed)
                .map(error -> Shown.of("with " + inBrackets + " in the place of "
                        + name.get().text() + ", SQLite refuses the statement: " + error))
                .orElseGet(() -> Shown.not("SQLite runs the statement with " + inBrackets + ", too"));
    }

    private static Shown valueOfDefault(ScriptTrial trial, Statement statement, Token value) throws SQLException {
        String written = value.text();
        String defaults = "SELECT name FROM pragma_table_xinfo(?) WHERE dflt_value = ?";
        boolean runs = trial.refusal(statement.text()).isEmpty();
        List<String> columns = Query.texts(
                trial.connection(), defaults, String.valueOf(statement.facts().name()), written);
        return runs && !columns.isEmpty()
                ? Shown.of("the default of " + columns.get(0) + " is the "
                        + Query.texts(
                                        trial.connection(),
                                        "SELECT typeof(" + written + ") || ' ' || quote(" + written + ")")
                                .get(0))
                : Shown.not(NOT_THERE);
    }

    /** The runner refuses a script that leaves rows without their parent, so the statements run alone. */
    static Shown movedReferences(ScriptTrial trial, Script script) throws SQLException {
        StatementAt.texts(script).forEach(trial::refusal);
        return new Effects(trial, StatementAt.NOWHERE)
                .movedReferences()
                .map(Shown::of)
                .orElseGet(() -> Shown.not("foreign keys, views and triggers name the same tables behind the script"));
    }

    /** Shows what a DELETE of the only row does to other tables. */
    static Shown deletedRows(ScriptTrial trial, Place place) {
        try {
            Query.execute(trial.connection(), "PRAGMA foreign_keys = ON");
            Query.execute(trial.connection(), "DELETE FROM " + Query.quoted(place.name()));
            return new Effects(trial, place)
                    .otherRows()
                    .map(Shown::of)
                    .orElseGet(() -> Shown.not("deleting the rows of " + place.name() + " changes no others"));
        } catch (SQLException e) {
            return Shown.not(NOT_THERE);
        }
    }

    static Shown allRows(ScriptTrial trial, Place place) throws SQLException {
        Optional<Statement> statement = behindOthers(trial, place);
        String count = "SELECT count(*) FROM " + Query.quoted(place.name());
        if (statement.isEmpty()) {
            return Shown.not(NOT_THERE);
        }
        String rows = Query.texts(trial.connection(), count).get(0);
        if (trial.refusal(statement.get().text()).isPresent()) {
            return Shown.not(NOT_THERE);
        }
        String written = Query.texts(trial.connection(), "SELECT changes()").get(0);
        return rows.equals(written) && !rows.equals("0")
                ? Shown.of("the statement writes " + written + " of " + rows + (rows.equals("1") ? " row" : " rows")
                        + " of " + place.name())
                : Shown.not("the statement writes " + written + " of " + rows + " rows of " + place.name());
    }

    static Shown ignoredSwitch(ScriptTrial trial) throws SQLException {
        List<String> values = List.of("ON", "OFF");
        for (String value : values) {
            String other = value.equals("ON") ? "OFF" : "ON";
            Query.execute(trial.connection(), "PRAGMA foreign_keys = " + value);
            String before = setting(trial);
            Query.execute(trial.connection(), "BEGIN");
            Query.execute(trial.connection(), "PRAGMA foreign_keys = " + other);
            String after = setting(trial);
            Query.execute(trial.connection(), "ROLLBACK");
            if (!before.equals(after)) {
                return Shown.not("PRAGMA foreign_keys = " + other + " took effect within a transaction");
            }
        }
        return Shown.of("within a transaction, PRAGMA foreign_keys says the same before and behind each change of it");
    }

    private static String setting(ScriptTrial trial) throws SQLException {
        return Query.texts(trial.connection(), "PRAGMA foreign_keys").get(0);
    }

    /** Shows that an INSERT fails as soon as its table has one more column. */
    static Shown oneMoreColumn(ScriptTrial trial, Place place) {
        Optional<Statement> statement = behindOthers(trial, place);
        Optional<String> table = place.token(0).flatMap(Token::name);
        if (statement.isEmpty()
                || table.isEmpty()
                || trial.refusal("ALTER TABLE " + Query.quoted(table.get()) + " ADD COLUMN one_more")
                        .isPresent()) {
            return Shown.not(NOT_THERE);
        }
        return trial.refusal(statement.get().text())
                .map(error -> Shown.of("with one more column in " + table.get() + ", the statement fails: " + error))
                .orElseGet(() -> Shown.not("the statement runs with one more column in " + table.get()));
    }
}
