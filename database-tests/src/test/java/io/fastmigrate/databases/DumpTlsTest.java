package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.BackupFailedException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup's program reaches the server as the driver does: with TLS where the URL asks for it, in the program's own options. */
class DumpTlsTest {

    /** Answers as pg_dump does, and shows what it was given where a failure's text can be read. */
    private static final String SHOWS_ENVIRONMENT =
            "case $1 in --version) echo 'pg_dump (PostgreSQL) 99.1';; *) env | grep '^PGSSL' | sort; exit 3;; esac";

    /** A stand-in for the program of MySQL 8, which is not among the tests' servers: it does not know --ssl. */
    private static final String MYSQL_8 =
            "case $1 in --version) echo 'mysqldump  Ver 8.0.36 for Linux on x86_64 (MySQL Community Server - GPL)'; exit;;"
                    + " esac\nfor a in \"$@\"; do case $a in\n"
                    + "--ssl|--skip-ssl*|--ssl-verify-server-cert) echo \"unknown option '$a'\"; exit 2;;\n"
                    + "--ssl*) options=\"$options $a\";;\n"
                    + "--result-file=*) file=${a#--result-file=};;\nesac; done\n"
                    + "echo \"-- options:$options\nINSERT INTO \\`_meta\\` VALUES (1,0);\n-- Dump completed\" > \"$file\"";

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    DumpTlsTest() {}

    private Path program(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("program"), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    private Path backUp(Workshop db, String program) {
        return db.builder()
                .backupDirectory(directory.resolve("backups"))
                .dumpTool(program)
                .build()
                .backUp();
    }

    @ParameterizedTest
    @CsvSource({
        "connectTimeout=9000, ''",
        "sslMode=trust, ' --ssl-mode=REQUIRED'",
        "sslMode=disable, ' --ssl-mode=DISABLED'",
    })
    void isAskedOfMySql8InItsOwnWords(String parameter, String options) throws Exception {
        Workshop db = new Workshop(Servers.maria() + "&" + parameter, directory);
        db.builder().build().create();
        Path backup = backUp(db, program(MYSQL_8).toString());
        assertThat(Files.readAllLines(backup)).startsWith("-- options:" + options);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sslMode=trust", "sslMode=disable", "useSsl=false"})
    void isUnderstoodByMariaDbsProgram(String parameter) throws Exception {
        Workshop db = new Workshop(Servers.maria() + "&" + parameter, directory)
                .script("0001-a.sql", "CREATE TABLE a (id INT);\nINSERT INTO a VALUES (7);\n");
        db.migrate();
        Path backup = backUp(db, Servers.mariaProgram("mariadb-dump"));
        assertThat(Files.readString(backup)).contains("INSERT INTO `a` VALUES", "-- Dump completed");
    }

    @ParameterizedTest
    @CsvSource({
        "sslmode=prefer, PGSSLMODE=prefer",
        "sslmode=prefer&sslrootcert=%2Fnowhere%2Fca+b.pem, PGSSLMODE=prefer PGSSLROOTCERT=/nowhere/ca b.pem",
        "sslmode=disable&sslcert=/c.pem&sslkey=/k.der, PGSSLCERT=/c.pem PGSSLKEY=/k.der PGSSLMODE=disable",
    })
    void isToldToPgDumpByItsEnvironment(String parameters, String environment) throws Exception {
        Workshop db = new Workshop(Servers.postgres() + "&" + parameters, directory);
        db.builder().build().create();
        String pgDump = program(SHOWS_ENVIRONMENT).toString();
        BackupFailedException failure = catchThrowableOfType(BackupFailedException.class, () -> backUp(db, pgDump));
        assertThat(String.valueOf(failure.getMessage())
                        .lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith("PGSSL")))
                .containsExactly(environment.split(" (?=PG)"));
    }

    @Test
    void isUsedByPgDumpAsByTheDriver() throws Exception {
        DebianPostgres.require();
        Path certificate = Files.copy(DebianPostgres.useTls(), directory.resolve("root ca.pem"));
        String root = "&sslrootcert=" + URLEncoder.encode(certificate.toString(), StandardCharsets.UTF_8);
        String url = DebianPostgres.url(DebianPostgres.newDatabase());
        for (String parameters : List.of(
                "&sslmode=require",
                "&sslmode=verify-ca" + root,
                "&sslmode=verify-full" + root,
                "&ssl=true" + root,
                "&ssl" + root,
                "&ssl=true&sslfactory=org.postgresql.ssl.NonValidatingFactory")) {
            Workshop db = new Workshop(url + parameters, directory);
            db.builder().build().create();
            String pgDump =
                    DebianPostgres.bin().orElseThrow().resolve("pg_dump").toString();
            assertThat(Files.size(backUp(db, pgDump))).as(parameters).isPositive();
        }
        String shows = program(SHOWS_ENVIRONMENT).toString();
        Workshop db = new Workshop(url + "&ssl" + root, directory);
        assertThat(catchThrowableOfType(BackupFailedException.class, () -> backUp(db, shows)))
                .hasMessageContainingAll("PGSSLMODE=verify-full", "PGSSLROOTCERT=" + certificate);
    }
}
