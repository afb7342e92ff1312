package io.fastmigrate.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a {@link FastMigrateTest} a database at an earlier version, to test the migration from there: the test inserts
 * rows for that version, calls {@link io.fastmigrate.FastMigrate#migrate()}, and checks the result.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface AtVersion {

    /** The number of the last applied script; 0 for a new database. */
    int value();
}
