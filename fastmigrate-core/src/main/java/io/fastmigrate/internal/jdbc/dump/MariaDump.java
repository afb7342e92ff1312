package io.fastmigrate.internal.jdbc.dump;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * <a href="https://mariadb.com/docs/server/clients-and-utilities/backup-restore-and-import-clients/mariadb-dump">mariadb-dump</a>
 * and mysqldump.
 */
public final class MariaDump implements Dumper {

    private static final int TAIL = 200;
    /** How long a program may take that may never end, where no script-timeout is set. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final String ENDLESS =
            "The body of the event %s has two semicolons in a row, for which the program looks"
                    + " for another delimiter and never ends: write it without ;; (a text as CONCAT(';', ';')), or use another version"
                    + " of the program (dump-tool). If it only needs longer, set script-timeout.";

    private static final String END = "-- Dump completed";
    private static final String ADVICE =
            "Read its output; it needs the privileges SELECT, SHOW VIEW, TRIGGER and EVENT on the database, and for routines of another"
                    + " user SELECT on mysql.proc (SHOW_ROUTINE on MySQL 8).";

    private final DumpLogin login;
    private final boolean maria;
    private final DumpSettings settings;
    private final List<String> endlessEvents;
    private final Limitation limitation;

    /**
     * Makes one for a database.
     *
     * @param maria whether the server is MariaDB, and not MySQL
     * @param endlessEvents those with two semicolons in a row in their bodies, with which mariadb-dump never ends
     */
    public MariaDump(
            DumpLogin login, boolean maria, DumpSettings settings, List<String> endlessEvents, Limitation limitation) {
        this.login = login;
        this.maria = maria;
        this.settings = settings;
        this.endlessEvents = List.copyOf(endlessEvents);
        this.limitation = limitation;
    }

    private List<String> names() {
        return maria ? List.of("mariadb-dump", "mysqldump") : List.of("mysqldump");
    }

    private Optional<Tool> program() {
        return settings
                .program()
                .map(List::of)
                .orElseGet(() -> names().stream()
                        .flatMap(name -> Tool.find(name).stream())
                        .toList())
                .stream()
                .flatMap(path -> Tool.ask(path).stream())
                .findFirst();
    }

    @Override
    public Optional<Obstacle> obstacle() {
        if (program().isPresent()) {
            return Optional.empty();
        }
        String named = settings.program().orElse(names().get(0));
        return Optional.of(new Obstacle(
                "it needs " + named + ", which is not on this machine",
                "Install the client programs of " + (maria ? "MariaDB" : "MySQL") + " here, or name " + names().get(0)
                        + " with the setting dump-tool."));
    }

    @Override
    public void dump(Path file) throws DumpException {
        dump(file, List.of("--events"), List.of());
    }

    /**
     * Writes a part of the database: without its events, which would run in a copy too.
     *
     * @param options which part
     * @param tables those alone; empty for all
     */
    public void dumpForCopy(Path file, List<String> options, List<String> tables) throws DumpException {
        List<String> all = new ArrayList<>(options);
        if (!requireProgram().maria()) {
            all.add("--set-gtid-purged=OFF"); // a dump that sets it does so for the whole server
        }
        dump(file, all, tables);
    }

    /** Leaves all that a dump makes to whoever restores it; returns the definers that it named. */
    public Set<String> clearDefiners(Path file) throws DumpException {
        try {
            return DumpDefiners.clear(file);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Plays a dump into a database. */
    public void restore(Path file, String database) throws DumpException {
        Tool program = requireProgram();
        List<String> command = new ArrayList<>();
        command.add(program.sibling(program.maria() ? "mariadb" : "mysql"));
        command.add("--no-defaults");
        command.addAll(connection(program.maria()));
        command.add("--default-character-set=utf8mb4");
        command.add(database);
        Tool.run(
                new Tool.Work(command, environment(), Optional.of(file)),
                file,
                settings.timeout(),
                "Read its output; a copy needs every privilege on the databases fastmigrate_%.");
    }

    private Tool requireProgram() throws DumpException {
        Optional<Tool> program = program();
        if (program.isEmpty()) {
            Obstacle obstacle = obstacle().orElseThrow();
            throw new DumpException(obstacle.what() + ".", obstacle.advice(), null);
        }
        return program.get();
    }

    private Map<String, String> environment() {
        return login.password() == null ? Map.of() : Map.of("MYSQL_PWD", login.password());
    }

    private void dump(Path file, List<String> options, List<String> tables) throws DumpException {
        Tool program = requireProgram();
        List<String> command = new ArrayList<>();
        command.add(program.path());
        command.add("--no-defaults"); // an option file of the user's could name another server, or leave out the rows
        command.addAll(connection(program.maria()));
        command.addAll(List.of(
                "--single-transaction",
                "--quick",
                "--routines",
                "--triggers",
                "--hex-blob",
                "--no-tablespaces",
                "--default-character-set=utf8mb4",
                "--result-file=" + file));
        command.addAll(options);
        command.add(login.database());
        command.addAll(tables);
        run(new Tool.Work(command, environment(), Optional.empty()), file, program.maria());
        requireEnd(file);
    }

    private void run(Tool.Work work, Path file, boolean mariaProgram) throws DumpException {
        boolean mayHang = mariaProgram && !endlessEvents.isEmpty();
        Optional<Duration> timeout = mayHang ? settings.timeout().or(() -> Optional.of(PATIENCE)) : settings.timeout();
        if (mayHang) {
            Tool.run(work, file, timeout, ADVICE, ENDLESS.formatted(endlessEvents.get(0)));
        } else {
            Tool.run(work, file, timeout, ADVICE);
        }
    }

    /** Returns the options for a program of MariaDB, or of MySQL, which each work with servers of the other. */
    private List<String> connection(boolean mariaProgram) {
        List<String> arguments = new ArrayList<>();
        ServerAddress address = login.address();
        arguments.add("--protocol=tcp");
        arguments.add("--host="
                + (address.hosts().isEmpty() ? "localhost" : address.hosts().get(0)));
        if (!address.ports().isEmpty() && !address.ports().get(0).isEmpty()) {
            arguments.add("--port=" + address.ports().get(0));
        }
        if (login.user() != null) {
            arguments.add("--user=" + login.user());
        }
        arguments.addAll(MariaTlsOptions.of(address, mariaProgram));
        return arguments;
    }

    @Override
    public Optional<Set<String>> tablesIn(Path file) throws DumpException {
        try {
            return Optional.of(InsertedTables.in(file));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public Limitation limitation() {
        return limitation;
    }

    private static DumpException unreadable(IOException e) {
        return new DumpException("the written file cannot be read: " + e, "Check the disk, then run it again.", e);
    }

    /** The last line says that all was written. */
    private static void requireEnd(Path file) throws DumpException {
        try (RandomAccessFile dump = new RandomAccessFile(file.toFile(), "r")) {
            byte[] tail = new byte[(int) Math.min(TAIL, dump.length())];
            dump.seek(dump.length() - tail.length);
            dump.readFully(tail);
            if (new String(tail, StandardCharsets.UTF_8).contains(END)) {
                return;
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        throw new DumpException(
                "the written file is incomplete: its last line is not \"" + END + "\".",
                "Run it again; leave out settings of the tool that suppress comments.",
                null);
    }

    @Override
    public String howToRestore(Path file) {
        boolean mariaProgram = program().map(Tool::maria).orElse(maria);
        String client = connection(mariaProgram).stream()
                .map(Tool::quoted)
                .collect(Collectors.joining(
                        " ", mariaProgram ? "mariadb " : "mysql ", login.password() == null ? "" : " --password"));
        return "Restore it into a new database: " + client + " " + Tool.quoted("--execute=CREATE DATABASE NEW_DATABASE")
                + " && " + client + " NEW_DATABASE < " + Tool.quoted(file.toString());
    }
}
