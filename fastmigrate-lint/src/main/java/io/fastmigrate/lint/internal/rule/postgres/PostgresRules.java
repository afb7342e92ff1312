package io.fastmigrate.lint.internal.rule.postgres;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Settings;
import io.fastmigrate.lint.internal.rule.every.ChangingValue;
import io.fastmigrate.lint.internal.rule.every.NoColumnList;
import io.fastmigrate.lint.internal.rule.every.NoEffect;
import io.fastmigrate.lint.internal.rule.every.RefusedStatement;
import io.fastmigrate.lint.internal.rule.every.Secret;
import io.fastmigrate.lint.internal.rule.every.SkippedCreation;
import io.fastmigrate.lint.internal.rule.postgres.column.AddNotNull;
import io.fastmigrate.lint.internal.rule.postgres.column.AddRewriting;
import io.fastmigrate.lint.internal.rule.postgres.column.Advice;
import io.fastmigrate.lint.internal.rule.postgres.column.CutName;
import io.fastmigrate.lint.internal.rule.postgres.column.Dropped;
import io.fastmigrate.lint.internal.rule.postgres.column.Renamed;
import io.fastmigrate.lint.internal.rule.postgres.column.TypeChange;
import io.fastmigrate.lint.internal.rule.postgres.column.VolatileDefault;
import io.fastmigrate.lint.internal.rule.postgres.constraint.AddCheck;
import io.fastmigrate.lint.internal.rule.postgres.constraint.AddExclusion;
import io.fastmigrate.lint.internal.rule.postgres.constraint.AddForeignKey;
import io.fastmigrate.lint.internal.rule.postgres.constraint.AddUnique;
import io.fastmigrate.lint.internal.rule.postgres.constraint.SetNotNull;
import io.fastmigrate.lint.internal.rule.postgres.constraint.ValidatedAtOnce;
import io.fastmigrate.lint.internal.rule.postgres.index.BesideConcurrently;
import io.fastmigrate.lint.internal.rule.postgres.index.BlockingIndex;
import io.fastmigrate.lint.internal.rule.postgres.index.BlockingOrder;
import io.fastmigrate.lint.internal.rule.postgres.index.InTransaction;
import io.fastmigrate.lint.internal.rule.postgres.index.TimedConcurrently;
import io.fastmigrate.lint.internal.rule.postgres.script.EmptiedTables;
import io.fastmigrate.lint.internal.rule.postgres.script.LastingSetting;
import io.fastmigrate.lint.internal.rule.postgres.script.NoTimeout;
import io.fastmigrate.lint.internal.rule.postgres.script.PartitionOrTrigger;
import io.fastmigrate.lint.internal.rule.postgres.script.RewrittenTable;
import io.fastmigrate.lint.internal.rule.postgres.script.SeveralAlters;
import io.fastmigrate.lint.internal.rule.postgres.script.TwoTables;
import io.fastmigrate.lint.internal.rule.postgres.script.WholeTableChange;
import io.fastmigrate.lint.internal.rule.postgres.script.WorkUnderLock;
import io.fastmigrate.lint.internal.rule.postgres.type.NewValue;
import java.util.List;

/** The rules for PostgreSQL, in the order in which they look at a statement. */
public final class PostgresRules {

    private PostgresRules() {}

    /** Makes a new check for each rule. */
    public static List<Check> checks(Settings settings) {
        return List.of(
                new VolatileDefault(),
                new AddNotNull(),
                new AddRewriting(),
                new TypeChange(),
                new BlockingIndex(),
                new AddForeignKey(),
                new AddCheck(),
                new ValidatedAtOnce(),
                new SetNotNull(),
                new AddUnique(),
                new AddExclusion(),
                new Renamed(),
                new Dropped(),
                new BlockingOrder(),
                new InTransaction(),
                new TimedConcurrently(),
                new BesideConcurrently(),
                new WorkUnderLock(),
                new WholeTableChange(),
                new TwoTables(),
                new SeveralAlters(),
                new RewrittenTable(),
                new PartitionOrTrigger(),
                new EmptiedTables(),
                new NewValue(),
                new NoTimeout(),
                new LastingSetting(),
                new CutName(),
                new Advice(),
                new SkippedCreation(),
                new ChangingValue(),
                new NoColumnList(),
                new Secret(),
                new NoEffect(),
                new RefusedStatement());
    }
}
