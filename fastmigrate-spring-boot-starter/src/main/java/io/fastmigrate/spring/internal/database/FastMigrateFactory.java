package io.fastmigrate.spring.internal.database;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.DatabaseProperties;
import io.fastmigrate.spring.FastMigrateConnectionDetails;
import io.fastmigrate.spring.FastMigrateCustomizer;
import io.fastmigrate.spring.FastMigrateDatabase;
import io.fastmigrate.spring.internal.ConnectionDetailsReader;
import io.fastmigrate.spring.internal.H2Memory;
import io.fastmigrate.spring.internal.JdbcTarget;
import io.fastmigrate.spring.internal.SqliteText;
import io.fastmigrate.spring.internal.StarterLog;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/** Makes the {@link FastMigrate} that properties and beans describe. */
public final class FastMigrateFactory {

    private static final Logger log = LoggerFactory.getLogger(StarterLog.NAME);

    /** In {@code migrations} stands for the kind of database. */
    static final String VENDOR = "{vendor}";

    static final String DRIVER = "org.sqlite.JDBC";

    private final String name;
    private final DatabaseProperties properties;
    private final ApplicationContext context;

    public FastMigrateFactory(String name, DatabaseProperties properties, ApplicationContext context) {
        this.name = name;
        this.properties = properties;
        this.context = context;
    }

    /** Makes the one of {@code fastmigrate.databases.<name>}. */
    static FastMigrate named(String name, ApplicationContext context) {
        return new FastMigrateFactory(name, BoundProperties.database(context.getEnvironment(), name), context).create();
    }

    public FastMigrate create() {
        try {
            return build();
        } catch (FastMigrateException e) {
            boolean several = !name.equals(FastMigrateDatabase.DEFAULT)
                    || DatabaseNames.hasOthers(context.getEnvironment(), context);
            FailureOrigins.rememberRefused(e, name, several, BoundProperties.namesDatabase(properties));
            throw e;
        }
    }

    private FastMigrate build() {
        DatabaseBeans beans = beans();
        boolean adapted = details(beans) == null && AdapterBean.of(beans, name) != null;
        return configure(start(beans), Beans.of(beans), adapted).build();
    }

    private DatabaseBeans beans() {
        return new DatabaseBeans(context, context.getEnvironment(), name);
    }

    /** Starts the builder of the database itself, without any setting yet. */
    FastMigrateBuilder start() {
        return start(beans());
    }

    private FastMigrateBuilder start(DatabaseBeans beans) {
        FastMigrateConnectionDetails details = details(beans);
        return details == null ? start(AdapterBean.of(beans, name)) : start(details);
    }

    private @Nullable FastMigrateConnectionDetails details(DatabaseBeans beans) {
        List<FastMigrateConnectionDetails> details = beans.of(FastMigrateConnectionDetails.class);
        if (details.size() > 1) {
            throw InvalidSettingException.of(
                    "There are several FastMigrateConnectionDetails for the database " + name + ".",
                    "Keep one of these beans, or assign each to its own database with @FastMigrateDatabase.");
        }
        return details.isEmpty() ? null : details.get(0);
    }

    private FastMigrateBuilder start(@Nullable AdapterBean adapter) {
        String db = properties.getDb();
        if (adapter != null) {
            return adapter.start(db, properties, name);
        }
        DataSourceChoice choice = new DataSourceChoice(context, context.getEnvironment());
        if (name.equals(FastMigrateDatabase.DEFAULT)) {
            JdbcTarget elsewhere = connectionDetails();
            if (elsewhere != null) {
                return choice.isPossible() ? start(choice.of(name)) : start(elsewhere);
            }
        }
        if (db != null && BoundProperties.namesDatabase(properties)) {
            return start(db);
        }
        if (name.equals(FastMigrateDatabase.DEFAULT) && !choice.isPossible()) {
            JdbcTarget reactive = R2dbcTarget.of(context, context.getClassLoader());
            if (reactive != null) {
                return start(MigrationUser.orOwn(name, properties, reactive));
            }
        }
        return start(choice.of(name, properties));
    }

    private FastMigrateBuilder start(DataSource dataSource) {
        PrivateMemory.refuse(dataSource, context.getClassLoader());
        return FastMigrate.dataSource(dataSource);
    }

    private static FastMigrateBuilder start(JdbcTarget target) {
        return target.url().startsWith(SqliteText.URL)
                ? FastMigrate.database(target.url())
                : FastMigrate.dataSource(MigrationUser.connections(target));
    }

    private static FastMigrateBuilder start(FastMigrateConnectionDetails details) {
        return start(new JdbcTarget(
                details.getJdbcUrl(), details.getUsername(), details.getPassword(), details.getDriverClassName()));
    }

    /** Returns where a container or a service lets the application connect: that wins over properties. */
    private @Nullable JdbcTarget connectionDetails() {
        ConnectionDetailsReader reader =
                context.getBeanProvider(ConnectionDetailsReader.class).getIfAvailable();
        JdbcTarget target = reader == null ? null : reader.read(context);
        if (target != null && BoundProperties.namesDatabase(properties)) {
            log.info(
                    "Connection details say where the database is, so {} is not used",
                    BoundProperties.property(name, "db"));
        }
        return target;
    }

    FastMigrateBuilder start(String db) {
        if (SqliteText.isMeant(db, properties.getMigrations(), context.getClassLoader())) {
            requireDriver();
        }
        PrivateMemory.refuseToLose(db);
        String url = H2Memory.kept(db);
        MigrationUser user = MigrationUser.of(name, properties);
        return user == null ? FastMigrate.database(url) : FastMigrate.dataSource(user.on(url));
    }

    FastMigrateBuilder configure(FastMigrateBuilder builder, Beans beans, boolean adapted) {
        ClassLoader classLoader = context.getClassLoader();
        if (classLoader != null) {
            builder.classLoader(classLoader);
        }
        BuilderSettings.apply(properties, builder);
        if (properties.getMigrations().stream().anyMatch(location -> location.contains(VENDOR))) {
            String vendor = vendor(builder.build().databaseName(), adapted);
            builder.migrations(properties.getMigrations().stream()
                    .map(location -> location.replace(VENDOR, vendor))
                    .toArray(String[]::new));
        }
        builder.javaMigrations(beans.migrations());
        beans.listeners().forEach(builder::listener);
        beans.customizers().forEach(customizer -> customizer.customize(builder));
        return builder;
    }

    /** Returns what Spring Boot calls the kind of database, or JDBC where Spring Boot does not know it. */
    private String vendor(String database, boolean adapted) {
        if (!adapted && database.startsWith("jdbc:")) {
            DatabaseDriver known = DatabaseDriver.fromJdbcUrl(database);
            return known == DatabaseDriver.UNKNOWN ? database.split(":", 3)[1] : known.getId();
        }
        if (adapted || !SqliteText.isMeant(database, properties.getMigrations(), context.getClassLoader())) {
            throw InvalidSettingException.of(
                    BoundProperties.property(name, "migrations") + " contains " + VENDOR
                            + ", but the database is an adapter's, whose kind is not known.",
                    "Name the directory of its scripts.");
        }
        return DatabaseDriver.SQLITE.getId();
    }

    private void requireDriver() {
        if (!ClassUtils.isPresent(DRIVER, context.getClassLoader())) {
            throw InvalidSettingException.of(
                    "The SQLite driver (" + DRIVER + ") is not on the class path.",
                    "Add the dependency org.xerial:sqlite-jdbc, or set fastmigrate.enabled to false.");
        }
    }

    /** The beans that belong to a database, in order. */
    record Beans(
            List<JavaMigration> migrations,
            List<MigrationListener> listeners,
            List<FastMigrateCustomizer> customizers) {

        static Beans of(DatabaseBeans beans) {
            return new Beans(
                    beans.of(JavaMigration.class),
                    beans.of(MigrationListener.class),
                    beans.of(FastMigrateCustomizer.class));
        }
    }
}
