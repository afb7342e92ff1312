package io.fastmigrate.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RebuildCommandTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "books, rebuild-books",
        "order items, rebuild-order-items",
        "'a/../b;--', rebuild-a-b",
        "__, rebuild",
        "'', rebuild",
        "Bücher, rebuild-Bücher",
        "2024, rebuild-2024"
    })
    void theScriptIsNamedAfterTheTable(String table, String description) {
        assertThat(RebuildCommand.description(table)).isEqualTo(description);
    }

    @ParameterizedTest
    @CsvSource({"books", "a\u0301b", "_x_", "🙂", "𐐷"})
    void anyTableGivesADescriptionThatAScriptCanHave(String table) {
        String description = RebuildCommand.description(table.repeat(100));

        Path script = FastMigrate.sqlite(directory.resolve("app.db"))
                .migrations(directory)
                .build()
                .newScript(description, Script.Kind.SQL, "SELECT 1;\n", Version.ZERO);

        assertThat(script).content(StandardCharsets.UTF_8).isEqualTo("-- 0001-" + description + ".sql\nSELECT 1;\n");
        assertThat(description.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(200);
    }
}
