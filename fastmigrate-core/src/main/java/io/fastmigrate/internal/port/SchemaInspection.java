package io.fastmigrate.internal.port;

import io.fastmigrate.Script;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What it takes to look at the schema of a database, and at the one that scripts make. */
public interface SchemaInspection {

    /** Something that is asked of a database. */
    @FunctionalInterface
    interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /** What statements change beside the database that they run in. Such a statement must not run again on a temporary one. */
    @FunctionalInterface
    interface Outside {
        /**
         * Says it as the end of a sentence; empty where it changes nothing else.
         *
         * @param statement as it is in the script
         * @param head its first words, in upper case
         */
        Optional<String> of(String statement, String head) throws SQLException;
    }

    /** Returns what tells it on the server of a connection, which stays open as long as this is in use. */
    default Outside outside(Connection connection) throws SQLException {
        return (statement, head) -> Optional.empty();
    }

    /** Lends a connection, which the question only reads from and leaves open; its schema is the one that scripts run in. */
    <T> T read(Question<T> question);

    /**
     * Returns all definitions, each by its kind and name, such as {@code index public.person_name}, and in a form that can be
     * compared: what only differs in spelling is equal. Owners, and the tables of migration tools, are left out.
     */
    SortedMap<String, String> definitions();

    /**
     * Returns what decides beside the scripts which schema they make, such as the version of the server and its settings; empty where that is not
     * known.
     */
    default Optional<String> circumstances() {
        return Optional.empty();
    }

    /** Tells whether a program beside this one writes {@link #script}, so that it depends on the program's version too. */
    default boolean isScriptOfProgram() {
        return false;
    }

    /** Returns the schema as a script that makes it on an empty database, in an order that is always the same. */
    String script();

    /**
     * Returns the statements that give a table another definition and keep its rows, where a database needs more than ALTER TABLE for
     * that. Its indexes and triggers are gone afterwards.
     *
     * @param newName a name that no object has
     * @param from its definition, as the database keeps it
     * @throws io.fastmigrate.error.RebuildFailedException if the table cannot be rebuilt so
     */
    default List<String> rebuild(String table, String newName, String from, String to) {
        throw new UnsupportedOperationException("tables are changed by ALTER TABLE");
    }

    /**
     * Lends an empty database of this kind, which is gone when this returns. It can be inspected, and adopted, too.
     *
     * @param directory a private one, for a database that is a file
     * @param scripts that will run
     * @param use runs them
     * @throws NotLentException if there can be none, or if the scripts reach beyond it
     */
    void lendEmpty(Path directory, List<Script> scripts, Consumer<Backend<?>> use);

    /** There is no empty database to lend. Who wanted it makes of this the error for its caller. */
    final class NotLentException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient @Nullable Script script;
        private final Script.@Nullable Position position;
        private final String advice;

        private NotLentException(
                String message,
                String advice,
                @Nullable Script script,
                Script.@Nullable Position position,
                @Nullable Throwable cause) {
            super(message, cause);
            this.script = script;
            this.position = position;
            this.advice = advice;
        }

        /**
         * Makes one for a server that gives none.
         *
         * @param message why, as the end of a sentence, without its full stop
         * @param advice what to do, as a sentence without its full stop
         */
        public static NotLentException because(String message, String advice, @Nullable Throwable cause) {
            return new NotLentException(message, advice, null, null, cause);
        }

        /**
         * Makes one for a script that reaches beyond the empty database.
         *
         * @param outside what its statement does, as the end of a sentence that begins with its place
         */
        public static NotLentException reaching(Script script, Script.Position position, String outside) {
            return new NotLentException(script.fileName() + ":" + position + " " + outside, "", script, position, null);
        }

        /** Returns the script that reaches beyond it, where that is the reason. */
        public Optional<Script> script() {
            return Optional.ofNullable(script);
        }

        public Optional<Script.Position> position() {
            return Optional.ofNullable(position);
        }

        public String advice() {
            return advice;
        }
    }
}
