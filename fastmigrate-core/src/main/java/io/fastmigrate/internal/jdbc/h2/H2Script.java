package io.fastmigrate.internal.jdbc.h2;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.dump.DumpException;
import io.fastmigrate.internal.jdbc.dump.Dumper;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What H2's <a href="https://h2database.com/html/commands.html#script">SCRIPT</a> tells, which keeps others from writing
 * in the meantime. It comes as rows, since H2 itself would write on the server's machine.
 */
record H2Script(Db db) implements Dumper {

    @Override
    public void dump(Path file) throws DumpException {
        try (Statement statement = db.jdbc().createStatement();
                ResultSet rows = statement.executeQuery("SCRIPT");
                Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            while (rows.next()) {
                if (Thread.currentThread().isInterrupted()) {
                    throw DumpException.ofInterrupt(null);
                }
                out.write(rows.getString(1));
                out.write('\n');
            }
        } catch (SQLException e) {
            throw new DumpException("H2 says: " + e.getMessage(), "SCRIPT needs a user with the right ADMIN.", e);
        } catch (IOException e) {
            throw new DumpException(
                    file + " cannot be written: " + e, "Free space on that disk, then run it again.", e);
        }
    }

    @Override
    public String howToRestore(Path file) {
        return "Restore it into an empty database: RUNSCRIPT FROM '"
                + file.toString().replace("'", "''") + "'";
    }
}
