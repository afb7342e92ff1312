package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Warning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server writes a FLOAT into a dump with six digits: who makes a backup is told of values that have more. */
class MariaFloatBackupTest {

    private static final String ROUNDED =
            "The backup rounds values of FLOAT columns to six digits, as every dump of this server"
                    + " does: ma`ss.we`ight, past.f, t.f. Make them DOUBLE, which a dump keeps, or copy these tables by other means.";

    @TempDir
    Path directory;

    private Workshop filled(String values) throws Exception {
        return new Workshop(Servers.maria(), directory).script("0001-t.sql", """
                CREATE TABLE t (f FLOAT, g FLOAT(7,4), d DOUBLE, short FLOAT, none FLOAT);
                CREATE TABLE u (f FLOAT);
                CREATE TABLE `ma``ss` (`we``ight` FLOAT NOT NULL);
                CREATE VIEW v AS SELECT f FROM t;
                CREATE TABLE past (f FLOAT) WITH SYSTEM VERSIONING;
                INSERT INTO t VALUES (%s, 123.4567, 1e300 / 3, 0.1, NULL);
                INSERT INTO u VALUES (0.1), (3.4e38), (-1e-30), (0), (NULL), (123456);
                INSERT INTO `ma``ss` VALUES (%s);
                INSERT INTO past VALUES (%s);
                """.formatted(values, values, values));
    }

    private FastMigrate fastMigrate(Workshop db, List<String> warnings) {
        return db.builder()
                .backupDirectory(directory.resolve("backups"))
                .dumpTool(Servers.mariaProgram("mariadb-dump"))
                .backUpFirst(true)
                .listener(new MigrationListener() {
                    @Override
                    public void onWarning(Warning warning) {
                        warnings.add(warning.message());
                    }
                })
                .build();
    }

    @Test
    void namesTheColumnsThatADumpRounds() throws Exception {
        for (String value : List.of("16777216", "-0.33333333", "1.2345678e-20")) {
            Workshop db = filled(value);
            db.migrate();
            List<String> warnings = new ArrayList<>();
            Path backup = fastMigrate(db, warnings).backUp();
            assertThat(warnings).containsExactly(ROUNDED);
            assertThat(Files.readString(backup)).contains("123.4567,", "0.1");
        }
    }

    @Test
    void tellsTheReportOfARunToo() throws Exception {
        Workshop db = filled("16777216");
        db.migrate();
        db.script("0002-next.sql", "INSERT INTO u VALUES (1);");
        List<String> warnings = new ArrayList<>();
        assertThat(fastMigrate(db, warnings).migrate().warnings())
                .extracting(Warning::message)
                .contains(ROUNDED);
        assertThat(warnings).contains(ROUNDED);
    }

    @Test
    void saysNothingOfValuesThatADumpKeeps() throws Exception {
        for (String value : List.of("1.5", "0.333333", "16777200")) {
            Workshop db = filled(value);
            db.migrate();
            List<String> warnings = new ArrayList<>();
            fastMigrate(db, warnings).backUp();
            assertThat(warnings).isEmpty();
        }
    }
}
