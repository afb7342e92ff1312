package io.fastmigrate.lint.internal.rule.postgres.column;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Effect;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.model.Tokens;
import io.fastmigrate.lint.internal.postgres.AddedColumn;
import io.fastmigrate.lint.internal.postgres.AlterTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** P1. The server itself says whether the table is written again; without it, only some functions are known. */
public final class VolatileDefault implements Check {

    private static final Set<String> VOLATILE = Set.of(
            "GEN_RANDOM_UUID",
            "UUIDV4",
            "UUIDV7",
            "UUID_GENERATE_V1",
            "UUID_GENERATE_V4",
            "RANDOM",
            "CLOCK_TIMESTAMP",
            "TIMEOFDAY",
            "NEXTVAL");

    private static final Set<String> STABLE = Set.of(
            "NOW",
            "TRANSACTION_TIMESTAMP",
            "STATEMENT_TIMESTAMP",
            "TIMEZONE",
            "DATE_TRUNC",
            "TO_CHAR",
            "LOWER",
            "UPPER");

    @Override
    public String id() {
        return "P1";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        AlterTable.ofLive(statement, scope).ifPresent(alter -> {
            for (AddedColumn column : alter.addedColumns()) {
                List<Token> value = column.defaultValue().orElse(List.of());
                if (isCall(value) && !column.isThere(alter, scope) && isRewriting(column, alter, value, scope)) {
                    scope.report(
                            this,
                            statement,
                            value.get(0),
                            Tokens.text(value) + " is computed for each row, so every row of "
                                    + alter.table().shown()
                                    + " is written again, and no one can read or write the table until the script"
                                    + " commits.");
                }
            }
        });
    }

    private boolean isRewriting(AddedColumn column, AlterTable alter, List<Token> value, Scope scope) {
        Optional<Effect> effect = scope.effect(alter.alone(column.action()));
        if (effect.isPresent()) {
            return !effect.get().rewritten().isEmpty();
        }
        List<String> functions = functions(value);
        boolean rewriting = functions.stream().anyMatch(VOLATILE::contains);
        if (!rewriting && !STABLE.containsAll(functions)) {
            scope.undecided(this);
        }
        return rewriting;
    }

    private static boolean isCall(List<Token> value) {
        return !functions(value).isEmpty();
    }

    private static List<String> functions(List<Token> value) {
        return IntStream.range(0, Math.max(0, value.size() - 1))
                .filter(i -> value.get(i + 1).type() == TokenType.OPEN
                        && value.get(i).name().isPresent())
                .mapToObj(i -> value.get(i).unquoted().toUpperCase(Locale.ROOT))
                .toList();
    }
}
