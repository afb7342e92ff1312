package io.fastmigrate.internal.jdbc.dump;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an archive of pg_dump's is of.
 *
 * @param database its name
 * @param server the major version of the server that it was made on
 * @param meta the table that holds the version, as SQL names it; empty where there is none
 * @param version what that holds; empty where there is none
 */
public record PgArchive(String database, int server, String meta, OptionalInt version) {

    private static final Pattern DATABASE = Pattern.compile("(?m)^;\\s+dbname: (.*)$");
    private static final Pattern SERVER = Pattern.compile("(?m)^;\\s+Dumped from database version: (\\d+)");
    private static final Pattern META = Pattern.compile("(?m)^COPY (.+) \\(id, version\\) FROM stdin;\\n1\\t(\\d+)$");

    /**
     * Reads the facts.
     *
     * @param list what pg_restore lists
     * @param rows the rows of the table with the version, as statements
     */
    static PgArchive of(String list, String rows) throws DumpException {
        Matcher database = DATABASE.matcher(list);
        Matcher server = SERVER.matcher(list);
        if (!database.find() || !server.find()) {
            throw new DumpException(
                    "pg_restore does not tell of which database it is.", "Specify a file that backup wrote.", null);
        }
        Matcher meta = META.matcher(rows);
        boolean found = meta.find();
        if (found && META.matcher(rows).results().count() > 1) {
            throw new DumpException(
                    "it holds several schemas that have a version each.", "Restore it into a new database.", null);
        }
        return new PgArchive(
                database.group(1).strip(),
                Integer.parseInt(server.group(1)),
                found ? meta.group(1) : "",
                found ? OptionalInt.of(Integer.parseInt(meta.group(2))) : OptionalInt.empty());
    }

    /** Returns a statement that fails where the database has another version. */
    public String versionCheck() {
        return "DO $fastmigrate$ BEGIN IF (SELECT version FROM " + meta + " WHERE id = 1) IS DISTINCT FROM "
                + version.orElse(-1)
                + " THEN RAISE EXCEPTION 'the restored version is not that of the backup'; END IF; END"
                + " $fastmigrate$";
    }
}
