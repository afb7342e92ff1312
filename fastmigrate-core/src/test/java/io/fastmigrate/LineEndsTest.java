package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fastmigrate.error.ChangedScriptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkouts of the same scripts with other line ends, and histories from before checksums had a version. */
class LineEndsTest {

    private static final String LF =
            "CREATE TABLE mail (body TEXT);\nINSERT INTO mail VALUES ('Dear all,\n\ngood luck');\n";
    private static final String CRLF = LF.replace("\n", "\r\n");
    private static final String NAME = "0001-mail.sql";
    private static final String KEPT = "SELECT checksum FROM _fastmigrate_history WHERE version = 1";

    @TempDir
    Path folder;

    private Sandbox sandbox;

    @SuppressWarnings("NullAway") // set before each test
    LineEndsTest() {}

    @BeforeEach
    void prepare() {
        sandbox = Sandbox.in(folder);
    }

    private static String text(String name) {
        return switch (name) {
            case "LF" -> LF;
            case "CRLF" -> CRLF;
            case "BOM" -> "\uFEFF" + LF;
            case "BOM+CRLF" -> "\uFEFF" + CRLF;
            default -> LF.replaceFirst("all,\n", "all,\r\n");
        };
    }

    private void migrate(String text) throws Exception {
        sandbox.script(NAME, text).managed().migrate();
    }

    private void assertUnchanged() throws Exception {
        sandbox.script("0002-more.sql", "CREATE TABLE more (id INTEGER PRIMARY KEY);");
        FastMigrate fastMigrate = sandbox.builder().build();
        assertThat(fastMigrate.status().warnings()).isEmpty();
        assertThat(fastMigrate.migrate().applied()).hasSize(1);
        assertThat(fastMigrate.verify().warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "LF, CRLF",
        "CRLF, LF",
        "BOM, CRLF",
        "CRLF, BOM",
        "LF, BOM+CRLF",
        "BOM+CRLF, LF",
        "mixed, LF",
        "mixed, CRLF",
        "LF, mixed"
    })
    void anotherCheckoutOfAScriptIsNotAChange(String ran, String now) throws Exception {
        migrate(text(ran));
        sandbox.script(NAME, text(now));
        assertUnchanged();
    }

    @Test
    void theDataThatRunsKeepsItsLineEnds() throws Exception {
        migrate(CRLF);
        assertThat(sandbox.query("SELECT hex(body) FROM mail"))
                .containsExactly(HexFormat.of()
                        .withUpperCase()
                        .formatHex("Dear all,\r\n\r\ngood luck".getBytes(StandardCharsets.UTF_8)));
    }

    /** As it was reckoned before: over the tokens as they stand. */
    private static String unversioned(String text) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        String literal = text.substring(text.indexOf('\''), text.lastIndexOf('\'') + 1);
        digest.update(("CREATE\0TABLE\0mail\0(\0body\0TEXT\0)\0\0INSERT\0INTO\0mail\0VALUES\0(\0" + literal + "\0)\0\0")
                .getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }

    @ParameterizedTest
    @CsvSource({"LF, LF", "CRLF, CRLF", "LF, CRLF", "CRLF, LF", "CRLF, BOM", "mixed, mixed", "LF, mixed"})
    void comparesHistoriesFromBeforeChecksumsHadAVersion(String ran, String now) throws Exception {
        migrate(text(ran));
        sandbox.execute("UPDATE _fastmigrate_history SET checksum = '" + unversioned(text(ran)) + "'");
        sandbox.script(NAME, text(now));
        assertUnchanged();
        assertThat(sandbox.query(KEPT)).containsExactly(unversioned(text(ran)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"good luck", "mail (body"})
    void noticesAnEditBesideOtherLineEnds(String place) throws Exception {
        migrate(LF);
        sandbox.script(NAME, CRLF.replace(place, place + "x"));
        assertThatExceptionOfType(ChangedScriptException.class)
                .isThrownBy(() -> sandbox.builder().build().migrate());
        sandbox.execute("UPDATE _fastmigrate_history SET checksum = '" + unversioned(LF) + "'");
        assertThatExceptionOfType(ChangedScriptException.class)
                .isThrownBy(() -> sandbox.builder().build().migrate());
    }

    @Test
    void noticesOneLineMore() throws Exception {
        migrate(LF);
        sandbox.script(NAME, CRLF.replace("\r\n\r\n", "\r\n"));
        assertThatExceptionOfType(ChangedScriptException.class)
                .isThrownBy(() -> sandbox.builder().build().migrate());
    }

    @Test
    void acceptingKeepsAChecksumWithItsVersionThatEveryCheckoutHas() throws Exception {
        migrate("CREATE TABLE mail (body TEXT);");
        sandbox.script(NAME, CRLF);
        sandbox.builder().build().accept(new Version(1));
        assertThat(sandbox.query(KEPT).get(0)).matches("t1:[0-9a-f]{64}");
        sandbox.script(NAME, LF);
        assertUnchanged();
    }

    @Test
    void enrollingKeepsAChecksumThatEveryCheckoutHas() throws Exception {
        sandbox.execute("CREATE TABLE mail (body TEXT DEFAULT 'one\nline\nmore')");
        Path script = sandbox.builder().build().enroll().script();
        sandbox.script(
                script.getFileName().toString(),
                Files.readString(script, StandardCharsets.UTF_8).replace("\n", "\r\n"));
        assertUnchanged();
    }

    @Test
    void tellsOfAChecksumThatANewerVersionWrote() throws Exception {
        migrate(LF);
        sandbox.execute("UPDATE _fastmigrate_history SET checksum = 't2:0123'");
        FastMigrate fastMigrate = sandbox.builder().build();
        assertThat(fastMigrate.migrate().warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.kind()).isEqualTo(Warning.Kind.CHANGED_SCRIPT);
            assertThat(warning.message()).contains(NAME, "newer", "accept 0001");
        });
    }
}
