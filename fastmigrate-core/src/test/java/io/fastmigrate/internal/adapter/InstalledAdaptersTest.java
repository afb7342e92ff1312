package io.fastmigrate.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.adapter.DatabaseAdapter;
import io.fastmigrate.error.InvalidSettingException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledAdaptersTest {

    @TempDir
    Path directory;

    /** Takes only {@code star:}, and is always at version 7. */
    public static class Star implements DatabaseAdapter<String> {
        @Override
        public String getConnection(String db) {
            return db;
        }

        @Override
        public void ensureMetaTable(String conn) {}

        @Override
        public int getVersion(String conn) {
            return conn.equals("star:./x//y") ? 7 : 0;
        }

        @Override
        public void setVersion(String conn, int version) {}

        @Override
        public boolean executeSql(String conn, String sql) {
            return true;
        }

        @Override
        public boolean accepts(String db) {
            return db.startsWith("star:");
        }
    }

    /** Takes the same. */
    public static class OtherStar extends Star {}

    private ClassLoader installed(Class<?>... adapters) throws IOException {
        Path file = directory.resolve("META-INF/services/" + DatabaseAdapter.class.getName());
        Files.createDirectories(file.getParent());
        StringBuilder names = new StringBuilder();
        for (Class<?> adapter : adapters) {
            names.append(adapter.getName()).append('\n');
        }
        Files.writeString(file, names);
        return new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
    }

    @Test
    void findsTheAdapterThatAcceptsTheDb() throws Exception {
        assertThat(FastMigrate.database("star:./x//y")
                        .classLoader(installed(Star.class))
                        .build()
                        .version())
                .isEqualTo(new Version(7));
    }

    @Test
    void refusesToChooseBetweenTwo() throws Exception {
        ClassLoader two = installed(Star.class, OtherStar.class);
        assertThatThrownBy(FastMigrate.database("star:x").classLoader(two)::build)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(Star.class.getName() + ", " + OtherStar.class.getName());
    }

    @Test
    void saysThatNoneIsInstalledWithoutRepeatingSecrets() throws Exception {
        ClassLoader one = installed(Star.class);
        assertThatThrownBy(FastMigrate.database("moon://ada:secret@host/db").classLoader(one)::build)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("moon://")
                .hasMessageNotContaining("secret");
    }

    @Test
    void saysWhichEntryCannotBeLoaded() throws Exception {
        ClassLoader broken = installed(Star.class, InstalledAdaptersTest.class);
        assertThatThrownBy(FastMigrate.database("moon:x").classLoader(broken)::build)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(InstalledAdaptersTest.class.getName());
    }

    @Test
    void aPlainPathIsSqliteAndLooksForNoAdapter() {
        ClassLoader blind = new ClassLoader(getClass().getClassLoader()) {
            @Override
            public Enumeration<URL> getResources(String name) {
                throw new AssertionError("looked for " + name);
            }
        };
        Path file = directory.resolve("app.db");
        assertThat(FastMigrate.database(file.toString())
                        .classLoader(blind)
                        .build()
                        .create()
                        .isNew())
                .isTrue();
        assertThat(file).exists();
    }

    @Test
    void aPathWithAColonStaysAPathWhereNoAdapterTakesIt() {
        assertThat(FastMigrate.database("data:x.db").build().databaseName()).endsWith("/data:x.db");
    }
}
