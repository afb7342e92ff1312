package io.fastmigrate.internal.jdbc.dump;

import io.fastmigrate.internal.process.SupervisedProcess;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's <a href="https://www.postgresql.org/docs/current/app-pgdump.html">pg_dump</a>. It dumps servers of its
 * version and older ones, and refuses newer ones.
 */
public final class PgDump implements Dumper {

    /** The application that {@link #runInTransaction} connects as. */
    public static final String RESTORING = "fastmigrate restore";

    private static final String ADVICE =
            "Read its output; its user needs to read every table of the database (GRANT pg_read_all_data).";

    private static final String RESTORE_ADVICE =
            "Read its output; its user needs the right to create what is in the database (extensions, for example).";

    private static final String UNREADABLE = "The written file cannot be read: check the disk, then run it again.";

    private static final String UNREADABLE_BACKUP =
            "Specify a file that backup wrote. If it is one, it is damaged or incomplete: take another one.";

    private static final String IN_PLACE_ADVICE =
            "Read its output. The user must own all that is in the database, and may have to be"
                    + " a superuser for its extensions.";

    private final DumpLogin login;
    private final int server;
    private final DumpSettings settings;
    private @Nullable Tool tool;
    private int newestFound;
    private boolean searched;

    /**
     * Makes one for a database.
     *
     * @param server its major version
     */
    public PgDump(DumpLogin login, int server, DumpSettings settings) {
        this.login = login;
        this.server = server;
        this.settings = settings;
    }

    private Optional<Tool> tool() {
        if (!searched) {
            searched = true;
            for (String path : settings.program().map(List::of).orElseGet(() -> Tool.find("pg_dump"))) {
                Optional<Tool> found = Tool.ask(path);
                newestFound = Math.max(newestFound, found.map(Tool::version).orElse(0));
                if (found.isPresent() && found.get().version() >= server) {
                    tool = found.get();
                    break;
                }
            }
        }
        return Optional.ofNullable(tool);
    }

    @Override
    public Optional<Obstacle> obstacle() {
        if (tool().isPresent()) {
            return Optional.empty();
        }
        String named = settings.program().orElse("pg_dump");
        String what = newestFound == 0
                ? "it needs " + named + ", which is not on this machine"
                : named + " is of version " + newestFound + ", and refuses a server of the newer version " + server;
        return Optional.of(new Obstacle(
                what,
                "Install PostgreSQL's client programs of version " + server + " or later here, or name pg_dump with the"
                        + " setting dump-tool."));
    }

    private Tool requireTool() throws DumpException {
        Optional<Obstacle> obstacle = obstacle();
        if (obstacle.isPresent()) {
            throw new DumpException(obstacle.get().what() + ".", obstacle.get().advice(), null);
        }
        return tool().orElseThrow();
    }

    /** Writes a custom archive, and then reads all of it as a restore would. */
    @Override
    public void dump(Path file) throws DumpException {
        Tool pgDump = requireTool();
        run(
                List.of(pgDump.path(), "--format=custom", "--no-password", "--lock-wait-timeout=60s", "--file=" + file),
                file);
        String nowhere = SupervisedProcess.nullDevice().getPath();
        Tool.run(
                new Tool.Work(
                        List.of(pgDump.sibling("pg_restore"), "--file=" + nowhere, file.toString()),
                        Map.of(),
                        Optional.empty()),
                file,
                settings.timeout(),
                UNREADABLE);
    }

    /**
     * Writes a custom archive.
     *
     * @param scope which part of the database, as arguments
     */
    public void archive(Path file, List<String> scope) throws DumpException {
        List<String> command = new ArrayList<>(List.of(
                requireTool().path(), "--format=custom", "--no-password", "--lock-wait-timeout=60s", "--file=" + file));
        command.addAll(scope);
        run(command, file);
    }

    /**
     * Plays an archive into a database, all or nothing.
     *
     * @param options of pg_restore
     */
    public void restore(Path archive, String database, List<String> options) throws DumpException {
        List<String> command = new ArrayList<>(List.of(
                requireTool().sibling("pg_restore"),
                "--no-password",
                "--exit-on-error",
                "--single-transaction",
                "--dbname=" + database));
        command.addAll(options);
        command.add(archive.toString());
        Tool.run(new Tool.Work(command, environment(), Optional.empty()), archive, settings.timeout(), RESTORE_ADVICE);
    }

    /** Reads all of an archive, as a restore does. */
    public void readAll(Path archive) throws DumpException {
        reading(archive, List.of("--file=" + SupervisedProcess.nullDevice().getPath()));
    }

    /** Tells what an archive is of. */
    public PgArchive archiveOf(Path archive) throws DumpException {
        return PgArchive.of(
                output(archive, List.of("--list")), output(archive, List.of("--data-only", "--table=_meta")));
    }

    private String output(Path archive, List<String> options) throws DumpException {
        Path file = null;
        try {
            file = Files.createTempFile("fastmigrate-restore", ".txt");
            List<String> all = new ArrayList<>(options);
            all.add("--file=" + file);
            reading(archive, all);
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DumpException("it cannot be read: " + e, UNREADABLE_BACKUP, e);
        } finally {
            if (file != null) {
                Tool.delete(file);
            }
        }
    }

    private void reading(Path archive, List<String> options) throws DumpException {
        List<String> command = new ArrayList<>(List.of(requireTool().sibling("pg_restore")));
        command.addAll(options);
        command.add(archive.toString());
        Path none = archive.resolveSibling(archive.getFileName() + ".none"); // what is read is not to be removed
        Tool.run(new Tool.Work(command, Map.of(), Optional.empty()), none, settings.timeout(), UNREADABLE_BACKUP);
    }

    /** Writes an archive's statements, which begin and end no transaction. */
    public void script(Path archive, Path script) throws DumpException {
        reading(archive, List.of("--single-transaction", "--file=" + script)); // else large objects have their own
        OuterTransaction.removeFrom(script);
    }

    /** Runs statements, a script and a statement in the database: all of them, or none. */
    public void runInTransaction(String before, Path script, String after) throws DumpException {
        List<String> command = List.of(
                requireTool().sibling("psql"),
                "--no-psqlrc",
                "--no-password",
                "--quiet",
                "--output=" + SupervisedProcess.nullDevice().getPath(),
                "--set=ON_ERROR_STOP=1",
                "--single-transaction",
                "--command=" + before,
                "--file=" + script,
                "--command=" + after);
        Map<String, String> environment = environment();
        environment.put("PGAPPNAME", RESTORING);
        Tool.run(new Tool.Work(command, environment, Optional.empty()), script, settings.timeout(), IN_PLACE_ADVICE);
    }

    /** A line of the archive's list: the entry's number, two numbers of the catalogue, what it is. */
    private static final Pattern ROWS_OF_TABLE = Pattern.compile("\\d+; \\d+ (\\d+) TABLE DATA .*");

    @Override
    public Optional<Set<String>> tablesIn(Path file) throws DumpException {
        Path list = null;
        try {
            list = Files.createTempFile("fastmigrate-backup", ".list");
            Tool.run(
                    new Tool.Work(
                            List.of(requireTool().sibling("pg_restore"), "--list", "--file=" + list, file.toString()),
                            Map.of(),
                            Optional.empty()),
                    list,
                    settings.timeout(),
                    UNREADABLE);
            Set<String> tables = new HashSet<>();
            for (String line : Files.readAllLines(list, StandardCharsets.ISO_8859_1)) {
                Matcher entry = ROWS_OF_TABLE.matcher(line);
                if (entry.matches()) {
                    tables.add(entry.group(1));
                }
            }
            return Optional.of(tables);
        } catch (IOException e) {
            throw new DumpException("the written file cannot be listed: " + e, UNREADABLE, e);
        } finally {
            if (list != null) {
                Tool.delete(list);
            }
        }
    }

    /**
     * Returns the statements that make the database's schema, as pg_dump writes them.
     *
     * @param scope which part of the database, as arguments
     */
    public String schema(List<String> scope) throws DumpException {
        return text("--schema-only", scope);
    }

    /**
     * Returns the statements that make the database's schema and its rows, as pg_dump writes them.
     *
     * @param scope which part of the database, as arguments
     */
    public String schemaAndRows(List<String> scope) throws DumpException {
        return text("--column-inserts", scope);
    }

    private String text(String what, List<String> scope) throws DumpException {
        List<String> arguments = new ArrayList<>(
                List.of(what, "--no-owner", "--no-privileges", "--no-publications", "--no-subscriptions"));
        arguments.addAll(scope);
        return text(arguments);
    }

    /** Returns INSERTs of a table's rows. */
    public String rows(String table) throws DumpException {
        return text(List.of("--data-only", "--column-inserts", "--strict-names", "--table=" + table));
    }

    private String text(List<String> arguments) throws DumpException {
        Path file = null;
        try {
            file = Files.createTempFile("fastmigrate-schema", ".sql");
            List<String> command =
                    new ArrayList<>(List.of(requireTool().path(), "--no-password", "--lock-wait-timeout=60s"));
            command.add("--file=" + file);
            command.add("--encoding=UTF8");
            command.addAll(arguments);
            run(command, file);
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DumpException(
                    "the schema could not be written: " + e,
                    "Free disk space in the temporary directory, or set java.io.tmpdir to another one.",
                    e);
        } finally {
            if (file != null) {
                Tool.delete(file);
            }
        }
    }

    private void run(List<String> command, Path file) throws DumpException {
        Tool.run(new Tool.Work(command, environment(), Optional.empty()), file, settings.timeout(), ADVICE);
    }

    /** Everything goes by the environment, which only this user can see. */
    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        ServerAddress address = login.address();
        environment.put("PGHOST", address.hosts().isEmpty() ? "localhost" : String.join(",", address.hosts()));
        environment.put("PGPORT", String.join(",", address.ports()));
        environment.put("PGDATABASE", login.database());
        put(environment, "PGUSER", login.user());
        put(environment, "PGPASSWORD", login.password());
        put(environment, "PGSSLMODE", sslMode(address));
        put(environment, "PGSSLROOTCERT", file(address, "sslrootcert"));
        put(environment, "PGSSLCERT", file(address, "sslcert"));
        put(environment, "PGSSLKEY", file(address, "sslkey"));
        environment.put("PGAPPNAME", "fastmigrate backup");
        return environment;
    }

    /** As the driver reads it: ssl alone means that the server must prove who it is, unless the factory takes all. */
    private static @Nullable String sslMode(ServerAddress address) {
        boolean ssl = address.parameter("ssl")
                .filter(value -> !value.equalsIgnoreCase("false"))
                .isPresent();
        boolean proves = address.parameter("sslfactory")
                .filter(factory -> factory.endsWith("NonValidatingFactory"))
                .isEmpty();
        String byDefault = proves ? "verify-full" : "require";
        return address.parameter("sslmode").orElse(ssl ? byDefault : null);
    }

    private static @Nullable String file(ServerAddress address, String parameter) {
        return address.parameter(parameter)
                .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
                .orElse(null);
    }

    private static void put(Map<String, String> environment, String name, @Nullable String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }

    @Override
    public String howToRestore(Path file) {
        return "Restore it with fastmigrate restore while no one else is connected. Or restore it into a new database: "
                + commands(file);
    }

    /** Returns the commands that restore an archive into a new database. */
    public String commands(Path file) {
        ServerAddress address = login.address();
        String server = (address.hosts().isEmpty() ? "" : " --host=" + String.join(",", address.hosts()))
                + (String.join("", address.ports()).isEmpty() ? "" : " --port=" + String.join(",", address.ports()))
                + (login.user() == null ? "" : " --username=" + Tool.quoted(login.user()));
        return "createdb --template=template0" + server
                + " NEW_DATABASE && pg_restore --exit-on-error --single-transaction" + server
                + " --dbname=NEW_DATABASE " + Tool.quoted(file.toString());
    }
}
