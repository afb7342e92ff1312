package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Fleet;
import io.fastmigrate.error.FastMigrateException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shape in which people write a login into {@code db}: nothing of it is told, and no file is named after it. */
class UrlShapesTest {

    /** In the shapes, PW is written as it is, and %PW in the encoding of URLs. */
    private static final List<String> SHAPES = List.of(
            "jdbc:postgresql://ada:PW@localhost:1/db",
            "jdbc:postgresql://ada:PW@localhost:1,localhost:2/db?ssl=false",
            "jdbc:postgresql://localhost:1/db?user=ada&password=PW",
            "jdbc:postgresql://localhost:1/db?user=a@b&password=PW",
            "jdbc:postgresql://localhost:1/db?password=%PW&user=ada",
            "jdbc:postgresql://localhost:1/db?pass%77ord=PW",
            "jdbc:postgresql://localhost:1/db?sslpassword=PW&sslkey=k",
            "jdbc:postgresql:db?password=PW",
            "jdbc:postgresql:ada:PW@localhost/db",
            "jdbc:mariadb://ada:PW@localhost:1/db",
            "jdbc:mariadb://localhost:1/db?user=ada&password=PW&connectTimeout=1",
            "jdbc:mariadb://address=(host=localhost)(port=1)(user=ada)(password=PW)/db",
            "jdbc:mariadb://ada:PW@localhost:1/db?trustStorePassword=PW",
            "jdbc:mysql://ada:PW@localhost:1/db",
            "jdbc:mysql://(host=localhost,port=1,user=ada,password=PW)/db",
            "jdbc:h2:mem:;PASSWORD=PW",
            "jdbc:h2:mem:x;USER=ada;PASSWORD=PW",
            "jdbc:h2:mem:x; PASSWORD = PW ;MODE=PostgreSQL",
            "jdbc:h2:tcp://localhost:1/x;USER=ada;PASSWORD=PW",
            "jdbc:h2:file:/nowhere/x;CIPHER=AES;PASSWORD=PW x",
            "jdbc:duckdb:;password=PW",
            "jdbc:duckdb:/nowhere/x?motherduck_token=PW",
            "jdbc:duckdb:/nowhere/x;s3_secret_access_key=PW;encryption_key=PW",
            "jdbc:sqlite:/nowhere/x?password=PW",
            "jdbc:sqlite:/nowhere/x;password=PW",
            "jdbc:sqlite:file:/nowhere/x?cipher=sqlcipher&key=PW&hexkey=PW",
            "jdbc:sqlite:jdbc:postgresql://ada:PW@localhost/db",
            "jdbc:oracle:thin:scott/PW@localhost:1:x",
            "jdbc:oracle:thin:scott/PW@//localhost:1/x",
            "jdbc:oracle:oci8:scott/PW@x",
            "jdbc:sqlserver://localhost:1;user=sa;password=PW;encrypt=false",
            "jdbc:sqlserver://localhost:1;user=sa;password={PW;x};encrypt=false",
            "jdbc:db2://localhost:1/db:user=ada;password=PW;",
            "jdbc:unknown://ada:PW@localhost/db;pwd=PW",
            "jdbc:ada:PW@localhost",
            "jdbc://ada:PW@localhost",
            "postgresql://ada:PW@localhost:1/db",
            "postgres:ada:PW@localhost/db",
            "mysql:ada:PW",
            "sqlserver:ada/PW",
            "mongodb+srv://ada:PW@localhost/db?password=PW",
            "jdbc:sqlite://ada:PW@localhost/db",
            "postgresql+asyncpg://ada:PW@localhost:1/db",
            "\"jdbc:postgresql://ada:PW@localhost:1/db\"",
            "'postgres://ada:PW@localhost:1/db'",
            "'ada:PW@localhost/db'",
            "url=jdbc:postgresql://ada:PW@localhost:1/db",
            "host=localhost port=1 user=ada password=PW",
            "host=localhost password = 'PW'",
            "Server=localhost;User Id=sa;Pwd=PW;",
            "scott/PW@localhost:1/x",
            "file:/nowhere/x?password=PW",
            "/nowhere/x.db?key=PW");

    private static final List<String> PASSWORDS =
            List.of("hushhush", "hush/hush", "hush;hush", "hush?hush", "hush@hush", "hush&hush", "hush:hush#x");

    @TempDir
    Path directory;

    static Stream<String> shapes() {
        return SHAPES.stream();
    }

    static List<String> written(String shape) {
        List<String> all = new ArrayList<>();
        for (String password : PASSWORDS) {
            all.add(shape.replace("%PW", encoded(password)).replace("PW", password));
        }
        String url = all.get(0);
        all.add("  " + url + "\n");
        all.add(url.replaceFirst("^jdbc:([a-z0-9]+):", "JDBC:$1:").replaceFirst("^jdbc:", "Jdbc:"));
        all.add(shape.replace("%PW", "PW").replace("PW", encoded(PASSWORDS.get(1))));
        return all;
    }

    private static String encoded(String password) {
        return password.replace("h", "%68").replace("/", "%2F").replace("@", "%40");
    }

    private static final List<Consumer<FastMigrate>> CALLS = List.of(FastMigrate::create);

    @ParameterizedTest
    @MethodSource("shapes")
    void neitherTellItNorNameAFileAfterIt(String shape) throws Exception {
        Files.writeString(Files.createDirectory(directory.resolve("migrations")).resolve("0001-a.sql"), "SELECT 1;");
        for (String url :
                written(shape.replace("/nowhere", directory.resolve("nowhere").toString()))) {
            for (Consumer<FastMigrate> call : CALLS) {
                Throwable failure = catchThrowable(() -> {
                    FastMigrate fastMigrate = FastMigrate.database(url)
                            .connectTimeout(Duration.ZERO)
                            .migrations(directory.resolve("migrations"))
                            .backupDirectory(directory.resolve("backups"))
                            .build();
                    assertThat(fastMigrate.databaseName()).as(url).doesNotContain("hush", "%68", "%2568");
                    call.accept(fastMigrate);
                    assertThat(valuesOf(fastMigrate)).as(url).doesNotContain("hush", "%68", "%2568");
                });
                assertThat(everythingOf(failure)).as(url).doesNotContain("hush", "%68%75", "%68us");
                if (failure != null) {
                    assertThat(failure).as(url).isInstanceOf(FastMigrateException.class);
                }
            }
        }
        try (Stream<Path> made = Files.walk(directory);
                Stream<Path> here = Files.list(Path.of(""))) {
            assertThat(Stream.concat(made, here).map(Path::toString))
                    .noneMatch(name -> name.contains("hush") || name.contains(":"));
        }
    }

    /** Of a database that there is: what a program would log. */
    private static String valuesOf(FastMigrate fastMigrate) {
        StringBuilder text = new StringBuilder();
        for (Supplier<Object> call : List.<Supplier<Object>>of(
                fastMigrate::create,
                fastMigrate::plan,
                fastMigrate::rehearse,
                fastMigrate::migrate,
                fastMigrate::status,
                fastMigrate::backUp,
                fastMigrate::backups,
                Fleet.of(List.of(fastMigrate))::migrate)) {
            Throwable failure = catchThrowable(() -> text.append(call.get()).append('\n'));
            text.append(everythingOf(failure));
        }
        return text.toString();
    }

    private static String everythingOf(@Nullable Throwable failure) {
        if (failure == null) {
            return "";
        }
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text + "\n" + (failure instanceof FastMigrateException e ? e.advice() : "");
    }
}
