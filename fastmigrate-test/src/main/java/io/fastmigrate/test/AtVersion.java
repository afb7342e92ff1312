package io.fastmigrate.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets the database of a {@link FastMigrateTest} stand at an earlier version, to test the migration from there: the test
 * writes rows as they were then, calls {@link io.fastmigrate.FastMigrate#migrate()}, and looks at what became of them.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface AtVersion {

    /** The number of the last script that has run; 0 for a new database. */
    int value();
}
