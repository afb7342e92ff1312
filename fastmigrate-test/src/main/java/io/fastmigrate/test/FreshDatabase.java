package io.fastmigrate.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a field of a {@link FastMigrateTest} that receives the test's database: a {@link java.nio.file.Path}, {@link
 * javax.sql.DataSource}, {@link java.sql.Connection} or {@link io.fastmigrate.FastMigrate}. On a parameter it is needed
 * only for a {@code Path} in a parameterized test, which would otherwise be resolved as an argument.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
public @interface FreshDatabase {}
