package io.fastmigrate.lint.internal.rule.sqlite;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Settings;
import io.fastmigrate.lint.internal.rule.every.ChangingValue;
import io.fastmigrate.lint.internal.rule.every.ExistsOtherwise;
import io.fastmigrate.lint.internal.rule.every.NoColumnList;
import io.fastmigrate.lint.internal.rule.every.NoEffect;
import io.fastmigrate.lint.internal.rule.every.RefusedStatement;
import io.fastmigrate.lint.internal.rule.every.Secret;
import io.fastmigrate.lint.internal.rule.sqlite.column.AddBrokenCheck;
import io.fastmigrate.lint.internal.rule.sqlite.column.AddComputedDefault;
import io.fastmigrate.lint.internal.rule.sqlite.column.AddNotNull;
import io.fastmigrate.lint.internal.rule.sqlite.column.AddReference;
import io.fastmigrate.lint.internal.rule.sqlite.column.AddUnique;
import io.fastmigrate.lint.internal.rule.sqlite.column.DroppedColumn;
import io.fastmigrate.lint.internal.rule.sqlite.column.MisleadingType;
import io.fastmigrate.lint.internal.rule.sqlite.script.Cascade;
import io.fastmigrate.lint.internal.rule.sqlite.script.ForeignKeySwitchInTransaction;
import io.fastmigrate.lint.internal.rule.sqlite.script.LeftParameter;
import io.fastmigrate.lint.internal.rule.sqlite.script.NameAsText;
import io.fastmigrate.lint.internal.rule.sqlite.script.NewerFeature;
import io.fastmigrate.lint.internal.rule.sqlite.script.OutOfTransaction;
import io.fastmigrate.lint.internal.rule.sqlite.script.WholeTableWrite;
import io.fastmigrate.lint.internal.rule.sqlite.table.ForeignKeyIndex;
import io.fastmigrate.lint.internal.rule.sqlite.table.ForeignKeyTarget;
import io.fastmigrate.lint.internal.rule.sqlite.table.LostInRebuild;
import io.fastmigrate.lint.internal.rule.sqlite.table.MissingName;
import io.fastmigrate.lint.internal.rule.sqlite.table.NeedlessRebuild;
import io.fastmigrate.lint.internal.rule.sqlite.table.NullableKey;
import io.fastmigrate.lint.internal.rule.sqlite.table.RebuildOfNamedTable;
import io.fastmigrate.lint.internal.rule.sqlite.table.RenamedFirst;
import java.util.List;

/** The rules for SQLite, in the order in which they look at a statement. */
public final class SqliteRules {

    private SqliteRules() {}

    /** Makes a new check for each rule. */
    public static List<Check> checks(Settings settings) {
        return List.of(
                new ForeignKeySwitchInTransaction(),
                new Cascade(),
                new NameAsText(),
                new WholeTableWrite(),
                new OutOfTransaction(),
                new NewerFeature(settings.sqliteReaders()),
                new LeftParameter(),
                new RenamedFirst(),
                new LostInRebuild(),
                new RebuildOfNamedTable(),
                new NullableKey(),
                new ForeignKeyTarget(),
                new ForeignKeyIndex(),
                new MissingName(),
                new NeedlessRebuild(),
                new AddNotNull(),
                new AddComputedDefault(),
                new AddUnique(),
                new AddReference(),
                new AddBrokenCheck(),
                new DroppedColumn(),
                new MisleadingType(),
                new ExistsOtherwise(),
                new ChangingValue(),
                new NoColumnList(),
                new Secret(),
                new NoEffect(),
                new RefusedStatement());
    }
}
