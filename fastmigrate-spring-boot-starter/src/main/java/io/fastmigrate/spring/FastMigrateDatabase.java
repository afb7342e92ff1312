package io.fastmigrate.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Ties a bean to databases by their names: a {@link io.fastmigrate.JavaMigration}, a
 * {@link io.fastmigrate.MigrationListener}, a {@link FastMigrateCustomizer}, a
 * {@link io.fastmigrate.adapter.DatabaseAdapter} or {@link io.fastmigrate.adapter.AsyncDatabaseAdapter}. Without it a listener or
 * customizer belongs to every database; a Java migration and an adapter do so only where there is one database, and are
 * refused where there are several.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface FastMigrateDatabase {

    /** The name of the database of {@code fastmigrate.db}, or of the application's {@code DataSource}. */
    String DEFAULT = "fastMigrate";

    /** The name of all tenants' databases together. */
    String TENANTS = "tenants";

    /** Names below {@code fastmigrate.databases}, {@link #DEFAULT} or {@link #TENANTS}. */
    String[] value();
}
