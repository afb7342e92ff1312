package io.fastmigrate.lint.internal.frame;

import io.fastmigrate.Script;
import io.fastmigrate.lint.RuleClass;
import io.fastmigrate.lint.internal.model.Creation;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.RuleSheets;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import io.fastmigrate.lint.internal.model.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a check sees of the script at hand, and where it puts what it finds. */
public final class Scope {

    private static final String NO_COLUMN_LIST = "X4";

    private final Script script;
    private final ScriptPlan plan;
    private final Shadow shadow;
    private final Coverage coverage;
    private final ScriptState state = new ScriptState();
    private final List<Found> found = new ArrayList<>();

    Scope(Script script, ScriptPlan plan, Shadow shadow, Coverage coverage) {
        this.script = script;
        this.plan = plan;
        this.shadow = shadow;
        this.coverage = coverage;
    }

    public Script script() {
        return script;
    }

    public ScriptPlan plan() {
        return plan;
    }

    public ScriptState state() {
        return state;
    }

    /** Returns the schema before the statement at hand; empty if it is not known, which is noted in the report. */
    public Optional<Schema> schema(Check asking) {
        Optional<Schema> schema = shadow.schema();
        if (schema.isEmpty()) {
            undecided(asking);
        }
        return schema;
    }

    /** Returns the schema before the statement at hand, for a check that can do without. */
    public Optional<Schema> knownSchema() {
        return shadow.schema();
    }

    /** Tells whether a table was there before the script, and other sessions can use it. */
    public boolean isLive(Cursor.Name table) {
        return state.isLive(table)
                && shadow.schema()
                        .map(schema -> schema.table(table)
                                .filter(known -> !known.options().contains(Table.TEMPORARY)
                                        && !known.options().contains(Table.NEW))
                                .isPresent())
                        .orElse(true);
    }

    /** Returns what a statement would do if it ran now; empty where that is not known. What it does is undone. */
    public Optional<Effect> effect(String sql) {
        return shadow.effect(sql);
    }

    /** Returns how the database would change a table now; empty where that is not known, or where it refuses to. */
    public Optional<Alteration> alteration(Cursor.Name table, String actions) {
        return shadow.alteration(table, actions);
    }

    /** Returns what a row would have before and after a change; empty where that is not known. */
    public Optional<List<String>> tryRow(Cursor.Name table, RowTrial trial) {
        return shadow.tryRow(table, trial);
    }

    /** Returns what is there where a statement makes something only if nothing is, and what it would make. */
    public Optional<Definitions> definitions(Creation creation) {
        return shadow.definitions(creation);
    }

    /** Notes that a rule could not be decided. */
    public void undecided(Check asking) {
        coverage.undecided(asking.id(), script);
    }

    /** Returns what the database says of a statement that it does not run; empty if it would run it. */
    public Optional<String> tryOut(String sql) {
        return shadow.tryOut(sql);
    }

    /** Tells whether something was found already that lets the statement fail; an INSERT without columns may run. */
    public boolean isKnownToFail(Statement statement) {
        return found.stream()
                .anyMatch(each -> each.statement() == statement.index()
                        && !each.id().equals(NO_COLUMN_LIST)
                        && RuleSheets.of(each.id()).ruleClass() == RuleClass.FAILS);
    }

    /** Reports a finding; the safe way is that of the rule. */
    public void report(Check check, Statement statement, Token at, String message) {
        report(check, statement, at, message, RuleSheets.of(check.id()).safeWay());
    }

    public void report(Check check, Statement statement, Token at, String message, String safeWay) {
        found.add(new Found(
                check.id(),
                statement.index(),
                statement.position(at.offset()),
                statement.excerpt(at.offset()),
                message,
                safeWay));
    }

    /** Reports a finding about the whole statement. */
    public void report(Check check, Statement statement, String message) {
        report(check, statement, statement.tokens().get(0), message);
    }

    /** Reports a finding about the script, at a place. */
    public void report(Check check, Script.Position position, String message, String safeWay) {
        found.add(new Found(check.id(), -1, position, "", message, safeWay));
    }

    List<Found> found() {
        return found;
    }
}
