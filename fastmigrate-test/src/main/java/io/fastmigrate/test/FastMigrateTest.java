package io.fastmigrate.test;

import io.fastmigrate.JavaMigration;
import io.fastmigrate.test.internal.junit.FastMigrateExtension;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test of a class a fresh database to which all scripts have been applied: a SQLite file, or one of
 * PostgreSQL, MariaDB, MySQL, H2 or DuckDB with {@link #server()}.
 *
 * <pre>{@code
 * @FastMigrateTest
 * class BookStoreTest {
 *     @Test
 *     void findsWhatWasAdded(DataSource database) { ... }
 * }
 * }</pre>
 *
 * <p>The scripts run once per JVM; each test gets a copy of the resulting file, which is removed afterwards. Test
 * methods and lifecycle methods around each test receive it as a parameter of type {@link java.nio.file.Path}, {@link
 * javax.sql.DataSource}, {@link java.sql.Connection} (closed after the test) or {@link io.fastmigrate.FastMigrate};
 * fields of these types receive it with {@link FreshDatabase}. Tests may run in parallel. {@link AtVersion} gives a
 * test a database at an earlier version.
 *
 * <p>In a test with a Spring application context, the database of the context is in a temporary file, which replaces
 * the one that {@code fastmigrate.db} or {@code spring.datasource.url} names, and is reset before each test to its
 * state after the start of the context. Tests that share a context run one after another.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(FastMigrateExtension.class)
public @interface FastMigrateTest {

    /**
     * The directories of the scripts, or {@code classpath:} and a location on the class path. Together they are one
     * sequence: a number that is in two of them is an error. The default is the value of {@code fastmigrate.migrations}
     * in a Spring application context, and {@code classpath:migrations} elsewhere.
     */
    String[] migrations() default {};

    /** Migrations written in Java, with a constructor without parameters; in a Spring application context they are beans. */
    Class<? extends JavaMigration>[] javaMigrations() default {};

    /**
     * Texts for {@code ${name}} in {@code .sql} scripts, each as {@code name=text}. In a Spring application context they are
     * used beside those of {@code fastmigrate.values}, and before them.
     */
    String[] values() default {};

    /**
     * The server on which the tests have their databases; without it, they are SQLite files. The scripts run once, on a
     * template, which on PostgreSQL the next JVM uses again as long as no script changes; each test gets a copy of it. A test
     * with a Spring application context cannot have one.
     */
    Class<? extends TestServer> server() default TestServer.class;
}
