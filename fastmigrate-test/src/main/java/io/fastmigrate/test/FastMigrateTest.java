package io.fastmigrate.test;

import io.fastmigrate.JavaMigration;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test of a class a fresh SQLite database on which every script has run.
 *
 * <pre>{@code
 * @FastMigrateTest
 * class BookStoreTest {
 *     @Test
 *     void findsWhatWasAdded(DataSource database) { ... }
 * }
 * }</pre>
 *
 * <p>The scripts run once in a JVM; each test gets a copy of the file that they made, and it is removed afterwards. Test
 * methods and lifecycle methods around each test take it as a parameter of type {@link java.nio.file.Path},
 * {@link javax.sql.DataSource}, {@link java.sql.Connection} (closed after the test) or
 * {@link io.fastmigrate.FastMigrate}; fields of these types take it with {@link FreshDatabase}. Tests may run at the same
 * time. {@link AtVersion} gives a test a database that stands at an earlier version.
 *
 * <p>In a test with a Spring application context the context's own database is in a temporary file, in place of the one
 * that {@code fastmigrate.db} or {@code spring.datasource.url} names, and is put back before each test to what it was when
 * the context had started. Tests that share a context run one after another.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(FastMigrateExtension.class)
public @interface FastMigrateTest {

    /**
     * The directory of the scripts, or {@code classpath:} and a place on the class path. Left out, it is what
     * {@code fastmigrate.migrations} says in a Spring application context, and {@code classpath:migrations} elsewhere.
     */
    String migrations() default "";

    /** Migrations written in Java, with a constructor without parameters; in a Spring application context they are beans. */
    Class<? extends JavaMigration>[] javaMigrations() default {};
}
