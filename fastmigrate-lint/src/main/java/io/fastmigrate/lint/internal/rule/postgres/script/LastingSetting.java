package io.fastmigrate.lint.internal.rule.postgres.script;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import java.util.Locale;
import java.util.Set;

/** P26. What SET leaves in the session, the runner takes back; what is kept with a role or database stays. */
public final class LastingSetting implements Check {

    private static final Set<String> OWNERS = Set.of("ROLE", "USER", "DATABASE");

    private static final Set<String> DANGEROUS = Set.of(
            "search_path",
            "role",
            "session_replication_role",
            "default_transaction_read_only",
            "default_transaction_isolation",
            "standard_conforming_strings",
            "row_security",
            "timezone",
            "datestyle");

    @Override
    public String id() {
        return "P26";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        Cursor cursor = statement.cursor();
        if (!cursor.accept("ALTER") || !OWNERS.contains(cursor.peek().word())) {
            return;
        }
        String owner = cursor.next().word().toLowerCase(Locale.ROOT);
        String name = cursor.name().map(Cursor.Name::shown).orElse("");
        if (cursor.skipTo("SET")) {
            Token setting = cursor.peek();
            if (DANGEROUS.contains(setting.unquoted().toLowerCase(Locale.ROOT))) {
                scope.report(
                        this,
                        statement,
                        setting,
                        "Every new session of the " + owner + " " + name + " has another " + setting.text()
                                + ", also those of code that reads or writes other rows with it.");
            }
        }
    }
}
