package io.fastmigrate.internal.inspect;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.engine.Engine;
import io.fastmigrate.internal.engine.PublicCall;
import io.fastmigrate.internal.file.ShadowDirectory;
import io.fastmigrate.internal.port.SchemaInspection;
import io.fastmigrate.internal.port.SchemaInspection.NotLentException;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.script.SquashedRange;
import io.fastmigrate.internal.settings.Setting;
import io.fastmigrate.internal.settings.Settings;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One database and its scripts, as {@link FastMigrate} has them, for those who look at schemas. Immutable. */
public final class Inspection {

    private final Engine<?> engine;

    private Inspection(Engine<?> engine) {
        this.engine = engine;
    }

    public static Inspection of(FastMigrate fastMigrate) {
        return new Inspection(Bridge.values().engine(fastMigrate, Engine.class));
    }

    /** Lets out of a public method of another module only errors of ours. */
    public <T> T guarded(Supplier<T> work) {
        return PublicCall.guarded(databaseName(), work);
    }

    /** Returns the name of the database in messages. */
    public String databaseName() {
        return engine.databaseName();
    }

    /** Tells whether scripts are written in SQLite's SQL. */
    public boolean isSqlite() {
        return engine.backend().isSqlite();
    }

    /** Returns what is known of the statements of scripts; empty for SQLite, and where an adapter runs them. Reads no database. */
    public Optional<DialectRules> statementRules() {
        return engine.backend().statementRules();
    }

    public Settings settings() {
        return engine.settings();
    }

    /** Returns all scripts, applied or not, in order, the repeatable ones last. Does not read the database. */
    public List<Script> scripts() {
        return engine.scripts();
    }

    /**
     * Returns the numbered scripts whose number another one has, too, in the order of their names; where there are such, {@link #scripts} fails.
     * What an interrupted squash has left is not among them.
     */
    public List<Script> sharingNumbers() {
        Map<Version, List<Script>> byNumber = engine.source().list().scripts().stream()
                .filter(script -> !script.isRepeatable() && script.version().isAfter(Version.ZERO))
                .sorted(Comparator.comparing(Script::fileName).thenComparing(Script::location))
                .collect(Collectors.groupingBy(Script::version, TreeMap::new, Collectors.toList()));
        return byNumber.values().stream()
                .filter(scripts -> scripts.size() > 1
                        && scripts.stream()
                                .allMatch(script -> SquashedRange.of(script).isEmpty()))
                .flatMap(List::stream)
                .map(script -> script.kind() == Script.Kind.SQL
                        ? Bridge.values().withValues(script, settings().get(Setting.VALUES))
                        : script)
                .toList();
    }

    /** Returns all scripts but these, as {@link #scripts} does. */
    public List<Script> scriptsWithout(Collection<Script> others) {
        return Engine.of(
                        engine.settings(),
                        engine.backend(),
                        new ChosenScripts(engine.source(), script -> !others.contains(script)))
                .scripts();
    }

    /** Reads the version and the history of the database. */
    public Snapshot snapshot() {
        return engine.backend().read();
    }

    /** Returns the same database with other scripts, which need not be files. */
    public Inspection withScripts(List<Script> scripts) {
        return new Inspection(Engine.of(
                engine.settings(),
                engine.backend(),
                new GivenScripts(engine.source().location(), List.copyOf(scripts))));
    }

    /** Returns the highest number of a script that a run would apply now; 0 without scripts. */
    public Version target() {
        Version highest = AppliedScripts.highest(scripts());
        Optional<Version> limit = settings().find(Setting.TARGET).map(Version::new);
        return limit.isPresent() && highest.isAfter(limit.get()) ? limit.get() : highest;
    }

    /**
     * Returns the scripts that the database has applied.
     *
     * @throws FastMigrateException if some of them are not there any more, or if the database is missing or unmanaged
     */
    public AppliedScripts applied() {
        return AppliedScripts.of(engine);
    }

    /**
     * Returns what looks at the schema of the database.
     *
     * @throws InvalidSettingException if this is a database of which no definitions are read
     */
    public SchemaInspection schema() {
        return engine.backend()
                .inspection()
                .orElseThrow(() -> InvalidSettingException.of(
                        "The definitions of this database cannot be read: " + databaseName() + ".",
                        "Use a database of SQLite, PostgreSQL, MariaDB, MySQL or H2."));
    }

    /**
     * Returns what is the same only where these scripts, run to this version, make the same schema on a temporary database; empty where that is not
     * known, as for programs.
     */
    public Optional<String> schemaKey(List<Script> scripts, Version version) {
        return SchemaKey.of(settings(), schema(), scripts, version);
    }

    /**
     * Lends a database that scripts make, at version 0 first; it is gone when this returns.
     *
     * @param scripts those of {@link #scripts} that may run on it
     * @throws FastMigrateException if there can be no such database, or if the scripts reach beyond it
     */
    public <T> T shadow(List<Script> scripts, Function<ShadowDatabase, T> use) {
        AtomicReference<T> result = new AtomicReference<>();
        try (ShadowDirectory directory = ShadowDirectory.create()) {
            schema().lendEmpty(
                            directory.path(),
                            scripts,
                            empty -> result.set(use.apply(ShadowDatabase.create(engine, scripts, empty))));
        } catch (NotLentException e) {
            throw notLent(e);
        } catch (IOException e) {
            throw Bridge.errors()
                    .databaseUnusable(
                            databaseName(),
                            Problem.DISK_FULL,
                            "No temporary directory could be made: " + e,
                            "Free disk space in the temporary directory, or set java.io.tmpdir to another one.",
                            e);
        }
        return Objects.requireNonNull(result.get(), "what is lent is used");
    }

    private FastMigrateException notLent(NotLentException e) {
        return e.script().isPresent()
                ? Bridge.errors()
                        .invalidScript(
                                List.of(e.script().get().location()),
                                e.position().orElse(null),
                                "The scripts cannot run on a temporary database: " + e.getMessage(),
                                "Move that statement out of the scripts. Nothing was changed.")
                : Bridge.errors()
                        .databaseUnusable(
                                databaseName(),
                                Problem.NO_ACCESS,
                                "The schema that the scripts make is not known, because " + e.getMessage(),
                                e.advice() + ". Nothing was changed.",
                                e.getCause());
    }
}
