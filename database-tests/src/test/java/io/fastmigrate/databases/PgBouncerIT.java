package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.error.InvalidSettingException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL behind a pooler, where a lock of the session is no one's for long. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class PgBouncerIT {

    private static final String INDEX = "CREATE INDEX CONCURRENTLY i ON log (script);\n";

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    PgBouncerIT() {}

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "session"})
    void letsEightProcessesRunEachScriptOnce(String mode) throws Exception {
        try (PgBouncer pooler = PgBouncer.start(mode)) {
            Workshop db = new Workshop(Servers.postgres(), directory);
            new Race(db, 8).scripts(INDEX).run(i -> pooler.url(db.url()), 0);
            assertThat(db.query("SELECT count(*) FROM _fastmigrate_lock")).containsExactly("1");
            assertThat(db.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
                    .as("a lock that was left with the pooler")
                    .containsExactly("0");
        }
    }

    @Test
    void keepsProcessesApartOfWhichSomeComePastThePooler() throws Exception {
        try (PgBouncer pooler = PgBouncer.start("transaction")) {
            Workshop db = new Workshop(Servers.postgres(), directory);
            FastMigrate first = FastMigrate.database(pooler.url(db.url()))
                    .migrations(directory)
                    .build();
            first.create();
            new Race(db, 8).scripts(INDEX).run(i -> i % 2 == 0 ? db.url() : pooler.url(db.url()), 0);
        }
    }

    @Test
    void warnsAndTakesNoOtherSchema() throws Exception {
        try (PgBouncer pooler = PgBouncer.start("transaction")) {
            Workshop db = new Workshop(Servers.postgres(), directory);
            db.script("0001-a.sql", "CREATE TABLE a (id int);\n");
            db.builder().build().create();
            String url = pooler.url(db.url());
            FastMigrate pooled =
                    FastMigrate.database(url).migrations(db.directory()).build();
            assertThat(pooled.plan().warnings()).singleElement().satisfies(warning -> {
                assertThat(warning.kind()).isEqualTo(Warning.Kind.FEWER_GUARANTEES);
                assertThat(warning.message()).contains("A connection pooler is between");
            });
            assertThat(db.builder().build().plan().warnings()).isEmpty();
            InvalidSettingException failure = catchThrowableOfType(
                    InvalidSettingException.class,
                    () -> FastMigrate.database(url)
                            .schema("library")
                            .migrations(db.directory())
                            .build()
                            .migrate());
            assertThat(failure.advice()).contains("ALTER ROLE");
            assertThat(db.version()).isZero();
        }
    }

    /** The application's own pool keeps its connections: it is none of these. */
    @Test
    void takesApplicationsPoolForNoPooler() throws Exception {
        Workshop db = new Workshop(Servers.postgres(), directory);
        db.script("0001-a.sql", "CREATE TABLE a (id int);\n");
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(db.url());
            pool.setMaximumPoolSize(1);
            FastMigrate fastMigrate =
                    FastMigrate.dataSource(pool).migrations(db.directory()).build();
            fastMigrate.create();
            assertThat(fastMigrate.plan().warnings()).isEmpty();
            assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(1));
            assertThat(db.query("SELECT count(*) FROM pg_class WHERE relname = '_fastmigrate_lock'"))
                    .containsExactly("0");
        }
    }
}
