package io.fastmigrate.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.Version;
import io.fastmigrate.spring.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;

/** Restarts as DevTools does it: in one JVM, the application's own classes and scripts by a new class loader each time. */
class RestartTest {

    @TempDir
    Path folder;

    private Path classes;

    @BeforeEach
    void makeClasses() throws Exception {
        classes = Files.createDirectories(folder.resolve("classes"));
        Files.createDirectories(classes.resolve("migrations"));
        script("0001-note.sql", Workspace.NOTES);
    }

    @Test
    void migratesWithTheScriptsAndJavaMigrationsOfTheNewClassLoader() throws Exception {
        assertThat(startedAt()).isEqualTo(2);
        script("0003-more.sql", "INSERT INTO note (text) VALUES ('after the restart');");
        assertThat(startedAt()).isEqualTo(3);
    }

    @Test
    void noticesAScriptThatWasChangedAndMayRunAgain() throws Exception {
        startedAt();
        script("0003-more.sql", "INSERT INTO nowhere (text) VALUES ('wrong');");
        assertThat(failure()).hasStackTraceContaining("nowhere");
        script("0003-more.sql", "INSERT INTO note (text) VALUES ('right');");
        assertThat(startedAt()).isEqualTo(3);
    }

    private Throwable failure() throws Exception {
        try {
            startedAt();
        } catch (RuntimeException e) {
            return e;
        }
        throw new AssertionError("It started.");
    }

    private void script(String name, String text) throws Exception {
        Files.writeString(classes.resolve("migrations").resolve(name), text);
    }

    /** Starts the application, and returns the version at which it runs. */
    private int startedAt() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (OwnClasses loader = new OwnClasses(classes.toUri().toURL())) {
            thread.setContextClassLoader(loader);
            Class<?> own = loader.loadClass(Application.class.getName());
            assertThat(own).isNotSameAs(Application.class);
            SpringApplication application = new SpringApplication(new DefaultResourceLoader(loader), own);
            application.setWebApplicationType(WebApplicationType.NONE);
            application.setRegisterShutdownHook(false);
            try (ConfigurableApplicationContext context =
                    application.run("--fastmigrate.db=" + folder.resolve("app.db"), "--spring.main.banner-mode=off")) {
                JavaMigration migration = context.getBean(JavaMigration.class);
                assertThat(migration.getClass().getClassLoader()).isSameAs(loader);
                return context.getBean(FastMigrate.class).version().number();
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Defines the application's own classes itself, although the parent has them too. */
    private static final class OwnClasses extends URLClassLoader {

        OwnClasses(URL classes) {
            super(new URL[] {classes}, RestartTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(RestartTest.class.getName() + "$Application")) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known != null ? known : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            String resource = name.replace('.', '/') + ".class";
            try (InputStream in = Objects.requireNonNull(getParent().getResourceAsStream(resource))) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    public static class Application {

        @Bean
        public JavaMigration addOne() {
            return new ApplicationMigration();
        }
    }

    public static class ApplicationMigration implements JavaMigration {

        @Override
        public Version version() {
            return new Version(2);
        }

        @Override
        public String description() {
            return "add-one";
        }

        @Override
        public void migrate(Connection connection) throws Exception {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("INSERT INTO note (text) VALUES ('by Java')");
            }
        }
    }
}
