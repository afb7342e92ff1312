package io.fastmigrate.lint.internal.rule.mysql;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Settings;
import io.fastmigrate.lint.internal.rule.every.ChangingValue;
import io.fastmigrate.lint.internal.rule.every.NoColumnList;
import io.fastmigrate.lint.internal.rule.every.NoEffect;
import io.fastmigrate.lint.internal.rule.every.RefusedStatement;
import io.fastmigrate.lint.internal.rule.every.Secret;
import io.fastmigrate.lint.internal.rule.every.SkippedCreation;
import io.fastmigrate.lint.internal.rule.mysql.column.AddNotNull;
import io.fastmigrate.lint.internal.rule.mysql.column.ListChange;
import io.fastmigrate.lint.internal.rule.mysql.column.NarrowedColumn;
import io.fastmigrate.lint.internal.rule.mysql.table.Advice;
import io.fastmigrate.lint.internal.rule.mysql.table.BlockedWriters;
import io.fastmigrate.lint.internal.rule.mysql.table.CopiedTable;
import io.fastmigrate.lint.internal.rule.mysql.table.IgnoredForeignKey;
import java.util.List;

/** The rules for MariaDB and MySQL, in the order in which they look at a statement. */
public final class MySqlRules {

    private MySqlRules() {}

    /** Makes a new check for each rule. */
    public static List<Check> checks(Settings settings) {
        return List.of(
                new CopiedTable(),
                new AddNotNull(),
                new ListChange(),
                new BlockedWriters(),
                new NarrowedColumn(),
                new IgnoredForeignKey(),
                new Advice(),
                new SkippedCreation(),
                new ChangingValue(),
                new NoColumnList(),
                new Secret(),
                new NoEffect(),
                new RefusedStatement());
    }
}
