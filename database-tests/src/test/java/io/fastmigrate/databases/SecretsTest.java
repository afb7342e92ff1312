package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.error.FastMigrateException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    private static final String SECRET = "hu$h-0%2F";

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    SecretsTest() {}

    /** The port is of a server that lets no one in without the right password; MariaDB's needs one for this user. */
    @Test
    void neverTellsWrongPassword() throws Exception {
        Servers.execute(Servers.maria("test"), "CREATE OR REPLACE USER 'ada'@'localhost' IDENTIFIED BY 'other'");
        String url = Servers.maria("test").replaceFirst("\\?.*", "");
        FastMigrate fastMigrate = FastMigrate.database(url)
                .username("ada")
                .password(SECRET)
                .migrations(directory)
                .build();
        Throwable failure = catchThrowable(fastMigrate::version);
        assertThat(failure)
                .isInstanceOfSatisfying(
                        DatabaseUnusableException.class,
                        e -> assertThat(e.problem()).isEqualTo(Problem.NO_ACCESS));
        assertThat(everythingOf(failure)).doesNotContain(SECRET).contains("Access denied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://ada:SECRET@nowhere.invalid:5432/db",
                "jdbc:postgresql://nowhere.invalid/db?user=ada&password=SECRET",
                "jdbc:postgresql://nowhere.invalid/db?sslpassword=SECRET",
                "jdbc:mariadb://ada:SECRET@nowhere.invalid/db",
                "jdbc:mariadb://nowhere.invalid/db?user=ada&password=SECRET",
                "jdbc:mysql://ada:SECRET@nowhere.invalid/db?useSSL=false",
                "jdbc:mysql://address=(host=nowhere.invalid)(user=ada)(password=SECRET)/db",
                "jdbc:h2:tcp://nowhere.invalid/db;USER=ada;PASSWORD=SECRET",
                "jdbc:unknown://ada:SECRET@nowhere.invalid/db;password=SECRET"
            })
    void neverTellsPasswordOfUrl(String url) {
        Throwable failure = catchThrowable(() -> FastMigrate.database(url.replace("SECRET", "hushhush"))
                .connectTimeout(Duration.ZERO)
                .migrations(directory)
                .build()
                .version());
        assertThat(failure).isInstanceOf(FastMigrateException.class);
        assertThat(((FastMigrateException) failure).advice()).isNotBlank();
        assertThat(everythingOf(failure)).doesNotContain("hushhush");
    }

    @Test
    void saysThatNoOneAnswersAndHowLongItTried() throws Exception {
        FastMigrate fastMigrate = FastMigrate.database("jdbc:postgresql://localhost:" + Ports.free() + "/db")
                .connectTimeout(Duration.ofMillis(700))
                .migrations(directory)
                .build();
        long began = System.nanoTime();
        Throwable failure = catchThrowable(fastMigrate::version);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(700));
        assertThat(failure).isInstanceOfSatisfying(DatabaseUnusableException.class, e -> {
            assertThat(e.problem()).isEqualTo(Problem.UNREACHABLE);
            assertThat(e.advice()).contains("connect-timeout");
        });
    }

    /** A process is told where the database is by its arguments, which everybody can see; never how to get in. */
    @Test
    void leavesOnlyWhatIsNoSecretInTheName() {
        String url = "jdbc:postgresql://ada:hushhush@localhost/db?user=ada&ssl=false&password=hushhush&x=1";
        assertThat(FastMigrate.database(url).migrations(directory).build().databaseName())
                .isEqualTo("jdbc:postgresql://localhost/db?ssl=false&x=1");
    }

    private static String everythingOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text + "\n" + ((FastMigrateException) failure).advice();
    }
}
