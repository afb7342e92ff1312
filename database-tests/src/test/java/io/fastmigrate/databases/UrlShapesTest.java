package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Fleet;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Script;
import io.fastmigrate.error.FastMigrateException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** Drivers log the URL that they get where everything is logged. */
    @BeforeEach
    void logEverything() {
        handler.setLevel(Level.ALL);
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        root.setLevel(Level.ALL);
        for (Handler each : root.getHandlers()) {
            if (each != handler) {
                each.setLevel(Level.INFO);
            }
        }
    }

    @AfterEach
    void logAsBefore() {
        Logger.getLogger("").removeHandler(handler);
        Logger.getLogger("").setLevel(Level.INFO);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void neitherTellItNorNameAFileAfterIt(String shape) throws Exception {
        Files.writeString(Files.createDirectory(directory.resolve("migrations")).resolve("0001-a.sql"), "SELECT 1;");
        for (String url :
                written(shape.replace("/nowhere", directory.resolve("nowhere").toString()))) {
            for (Consumer<FastMigrate> call : CALLS) {
                StringBuilder heard = new StringBuilder();
                Throwable failure = catchThrowable(() -> {
                    FastMigrate fastMigrate = FastMigrate.database(url)
                            .connectTimeout(Duration.ZERO)
                            .listener(listener(heard))
                            .migrations(directory.resolve("migrations"))
                            .backupDirectory(directory.resolve("backups"))
                            .build();
                    assertThat(fastMigrate.databaseName()).as(url).doesNotContain("hush", "%68", "%2568");
                    call.accept(fastMigrate);
                    assertThat(valuesOf(fastMigrate)).as(url).doesNotContain("hush", "%68", "%2568");
                });
                assertThat(everythingOf(failure) + heard + logged).as(url).doesNotContain("hush", "%68%75", "%68us");
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

    /** What a script that is a process writes is shown, and what stays in the database is read by everyone who may look. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:FILE;USER=ada;PASSWORD=hush/hush",
                "jdbc:h2:FILE;USER=ada;PASSWORD=hush hush",
                "jdbc:h2:FILE;USER=ada;PASSWORD=hu"
            })
    void neitherScriptsThatAreProcessesNorTheTablesTellIt(String shape) throws Exception {
        String url = shape.replace("FILE", directory.resolve("told").toString());
        String password = url.substring(url.lastIndexOf('=') + 1);
        Path migrations = Files.createDirectory(directory.resolve("migrations"));
        Files.writeString(migrations.resolve("0001-a.sql"), "CREATE TABLE a (n int);\nINSERT INTO a VALUES (1);\n");
        Files.writeString(
                migrations.resolve("0002-b.sh"),
                "set -x\necho \"jdbc://$FASTMIGRATE_DB_USER:$FASTMIGRATE_DB_PASSWORD@host\" $*\nexit ${CODE:-0}\n");
        Files.writeString(migrations.resolve("0003-c.sh"), "echo \"it is '$FASTMIGRATE_DB_PASSWORD'\" >&2\nexit 3\n");
        StringBuilder told = new StringBuilder();
        FastMigrate fastMigrate = FastMigrate.database(url)
                .migrations(migrations)
                .listener(new MigrationListener() {
                    @Override
                    public void onOutput(Script script, String line) {
                        told.append(line).append('\n');
                    }
                })
                .build();
        fastMigrate.create();
        told.append(everythingOf(catchThrowable(fastMigrate::migrate)));
        assertThat(told.toString())
                .contains("***")
                .contains("exit code 3")
                .doesNotContain(password + "@", "'" + password);
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SCRIPT")) {
            StringBuilder content = new StringBuilder();
            while (rows.next()) {
                if (rows.getString(1).startsWith("INSERT")) {
                    content.append(rows.getString(1));
                }
            }
            assertThat(content.toString()).contains("0002-b.sh").doesNotContain(password.length() > 2 ? "hush" : "'hu");
        }
    }

    /** Hears all that a listener can be told. */
    private static MigrationListener listener(StringBuilder heard) {
        return (MigrationListener) Proxy.newProxyInstance(
                MigrationListener.class.getClassLoader(),
                new Class<?>[] {MigrationListener.class},
                (proxy, method, arguments) -> {
                    heard.append(method.getName())
                            .append(Arrays.toString(arguments))
                            .append('\n');
                    return method.getReturnType() == boolean.class ? (Object) (proxy == arguments[0]) : null;
                });
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
