package io.fastmigrate.lint.internal.rule.sqlite.table;

import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.SchemaText;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import io.fastmigrate.lint.internal.model.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** S2. What other objects name before the RENAME and behind the script is compared. */
public final class RenamedFirst implements Check {

    private record Rename(Statement statement, String from, String to, Optional<Schema> before) {}

    private final List<Rename> renames = new ArrayList<>();
    private final List<Rename> replaced = new ArrayList<>();

    @Override
    public String id() {
        return "S2";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        StatementFacts facts = statement.facts();
        String table = facts.name();
        if (table == null) {
            return;
        }
        if (facts.kind() == StatementKind.ALTER_TABLE
                && facts.value() != null
                && scope.state().isLive(table)) {
            renames.add(new Rename(statement, table, facts.value(), scope.schema(this)));
        } else if (facts.kind() == StatementKind.CREATE_TABLE || facts.kind() == StatementKind.CREATE_TABLE_AS) {
            renames.stream()
                    .filter(rename -> rename.from().equalsIgnoreCase(table))
                    .forEach(replaced::add);
        }
    }

    @Override
    public void end(Scope scope) {
        for (Rename rename : replaced) {
            Optional<Schema> before = rename.before();
            Optional<Schema> after = scope.schema(this);
            if (before.isPresent() && after.isPresent()) {
                List<String> moved = moved(rename, before.get(), after.get());
                if (!moved.isEmpty()) {
                    scope.report(
                            this,
                            rename.statement(),
                            String.join(", ", moved) + " followed the table " + rename.from() + " to its new name "
                                    + rename.to() + ", and the new " + rename.from() + " is not what they name.");
                }
            }
        }
    }

    private static List<String> moved(Rename rename, Schema before, Schema after) {
        List<String> moved = new ArrayList<>();
        for (Table table : after.tables()) {
            boolean refersNow = refers(table, rename.to(), after);
            boolean own = after.same(table.name(), rename.to());
            boolean referred = before.table(table.name())
                    .filter(old -> refers(old, rename.from(), before))
                    .isPresent();
            if (refersNow && referred && !own) {
                moved.add("the foreign key of " + table.name());
            }
        }
        moved.addAll(moved("the view ", before.views(), after.views(), rename));
        moved.addAll(moved("the trigger ", before.triggers(), after.triggers(), rename));
        return moved;
    }

    private static boolean refers(Table table, String parent, Schema schema) {
        return table.foreignKeys().stream().anyMatch(key -> schema.same(key.parent(), parent));
    }

    private static List<String> moved(String kind, List<SchemaText> before, List<SchemaText> after, Rename rename) {
        return after.stream()
                .filter(now -> mentions(now, rename.to()))
                .filter(now -> before.stream()
                        .anyMatch(old -> old.name().equals(now.name())
                                && !mentions(old, rename.to())
                                && mentions(old, rename.from())))
                .map(now -> kind + now.name())
                .toList();
    }

    private static boolean mentions(SchemaText object, String name) {
        return Tokens.of(object.sql(), null).stream()
                .anyMatch(token -> token.name().filter(name::equalsIgnoreCase).isPresent());
    }
}
