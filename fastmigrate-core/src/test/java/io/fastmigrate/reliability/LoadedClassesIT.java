package io.fastmigrate.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.internal.repeatable.RepeatableOrder;
import io.fastmigrate.internal.sql.names.ScriptOrder;
import io.fastmigrate.internal.sqlite.run.RemadeViews;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process loads what its scripts need: each class that it does not need costs its start some tenths of a millisecond. */
class LoadedClassesIT {

    @TempDir
    Path directory;

    @Test
    void plainScriptsLoadNothingOfRepeatableOnes() throws Exception {
        Path database = directory.resolve("app.db");
        Path migrations = Files.createDirectory(directory.resolve("migrations"));
        Files.writeString(migrations.resolve("0001-table.sql"), "CREATE TABLE t (x);");
        FastMigrate.sqlite(database).migrations(migrations).build().create();
        String loaded = loadedBy("migrate", database.toString(), migrations.toString());
        assertThat(loaded)
                .contains("done: ", "io.fastmigrate.internal.engine.Run ")
                .doesNotContain(
                        RepeatableOrder.class.getName(),
                        ScriptOrder.class.getName(),
                        RemadeViews.class.getName(),
                        "io.fastmigrate.internal.engine.RepeatableScripts",
                        "io.fastmigrate.internal.script.CombinedScripts",
                        "java.lang.runtime.ObjectMethods");
    }

    private static String loadedBy(String... arguments) throws Exception {
        try (ChildJvm child = ChildJvm.start(List.of(), List.of("-Xlog:class+load"), List.of(arguments))) {
            assertThat(child.exit()).as(child.output()).isZero();
            return child.output();
        }
    }
}
