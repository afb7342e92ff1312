package io.fastmigrate.spring.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.spring.Workspace;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "It is at /srv/app/data/app.db now.|It is at app.db now.",
                "It is at C:\\Users\\me\\app.db now.|It is at app.db now.",
                "/srv/app.db|app.db",
                "(/srv/x/0001-a.sql)|(0001-a.sql)",
                "'/srv/x/0001-a.sql'|'0001-a.sql'",
                "jdbc:sqlite:/srv/app.db|jdbc:sqlite:app.db",
                "file:///srv/app.db|file:app.db",
                "Explained at sqlite.org/rescode.html.|Explained at sqlite.org/rescode.html.",
                "classpath:migrations/0001-a.sql|classpath:migrations/0001-a.sql",
                "See https://sqlite.org/rescode.html.|See https://sqlite.org/rescode.html.",
                "jdbc:postgresql://db.example.com:5432/app|jdbc:postgresql://db.example.com:5432/app",
                "jdbc:postgresql://db1:5432,db2:5433/app?ssl=true is down|jdbc:postgresql://db1:5432,db2:5433/app?ssl=true is down",
                "(jdbc:mysql:loadbalance://[::1]:3306,db2/app)|(jdbc:mysql:loadbalance://[::1]:3306,db2/app)",
                "jdbc:mysql://[fe80::1]/app|jdbc:mysql://[fe80::1]/app",
                "jdbc:oracle:thin:@//db:1521/app|jdbc:oracle:thin:@//db:1521/app",
                "jdbc:h2:tcp://db:9092/~/app|jdbc:h2:tcp://db:9092/~/app",
                "jdbc:h2:tcp://db//srv/data/app|jdbc:h2:tcp://db//app",
                "jdbc:h2:/srv/data/app|jdbc:h2:app",
                "jdbc:h2:file:/srv/data/app|jdbc:h2:file:app",
                "jdbc:sqlite://srv/data/app.db|jdbc:sqlite:app.db",
                "file://srv/data/app.db|file:app.db",
                "read and/or write|read and/or write",
                "half / half|half / half"
            })
    void takesDirectoriesOutAndLeavesTheRest(String text, String expected) throws Exception {
        assertThat(redaction(folder).apply(text)).isEqualTo(expected);
    }

    @Test
    void knowsTheDirectoriesOfTheDatabaseAndTheScriptsAlsoWithSpaces() throws Exception {
        Path spaced = folder.resolve("my own files");
        Workspace workspace = Workspace.in(spaced);

        assertThat(redaction(spaced)
                        .apply(workspace.db() + " and " + workspace.scripts().resolve("0001-notes.sql")))
                .isEqualTo("app.db and 0001-notes.sql");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://me:s3cret@db:5432/app failed|postgresql://db:5432/app failed",
                "jdbc:mysql://db/app?user=me&password=s3cret&ssl=true|jdbc:mysql://db/app?user=me&password=***&ssl=true",
                "Password = s3cret; is wrong|Password = ***; is wrong",
                "(pwd=s3cret)|(pwd=***)",
                "mail me@example.org|mail me@example.org"
            })
    void takesPasswordsOutAlsoWherePathsAreShown(String text, String expected) throws Exception {
        assertThat(Redaction.ofSecrets().apply(text)).isEqualTo(expected);
        assertThat(redaction(folder).apply(text)).doesNotContain("s3cret");
    }

    private static Redaction redaction(Path folder) throws Exception {
        Workspace workspace = Workspace.in(folder);
        return Redaction.of(FastMigrate.sqlite(workspace.db())
                .migrations(workspace.scripts())
                .build());
    }
}
