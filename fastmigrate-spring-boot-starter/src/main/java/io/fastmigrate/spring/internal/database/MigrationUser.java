package io.fastmigrate.spring.internal.database;

import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.DatabaseProperties;
import io.fastmigrate.spring.internal.JdbcTarget;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.UnsupportedDataSourcePropertyException;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.util.StringUtils;

/** The user who migrates, where that is not the application's own: one who may change the schema. */
public final class MigrationUser {

    private final String name;
    private final @Nullable String password;

    private MigrationUser(String name, @Nullable String password) {
        this.name = name;
        this.password = password;
    }

    /** Returns null where the properties name none. */
    public static @Nullable MigrationUser of(String database, DatabaseProperties properties) {
        String name = properties.getUsername();
        if (name != null && StringUtils.hasText(name)) {
            return new MigrationUser(name, properties.getPassword());
        }
        if (StringUtils.hasText(properties.getPassword())) {
            throw InvalidSettingException.of(
                    BoundProperties.property(database, "password") + " is set, but there is no username.",
                    "Set " + BoundProperties.property(database, "username")
                            + " beside it, or remove both to migrate as the application's own user.");
        }
        return null;
    }

    /** Returns connections of this user to the database that the application's own connections lead to. */
    DataSource on(DataSource applications) {
        try {
            return connections(DataSourceBuilder.derivedFrom(applications));
        } catch (UnsupportedDataSourcePropertyException | IllegalStateException e) {
            throw InvalidSettingException.of(
                    "The URL of the DataSource is not known, so another user cannot connect to it: "
                            + applications.getClass().getName() + ".",
                    "Set db to the JDBC URL beside username and password.");
        }
    }

    DataSource on(String pathOrUrl) {
        requireUsers(pathOrUrl);
        return connections(DataSourceBuilder.create().url(pathOrUrl));
    }

    /** Returns where a database is reached, as the user who migrates where the properties name one. */
    static JdbcTarget orOwn(String database, DatabaseProperties properties, JdbcTarget applications) {
        MigrationUser user = of(database, properties);
        return user == null
                ? applications
                : new JdbcTarget(applications.url(), user.name, user.password, applications.driverClassName());
    }

    /** Returns connections to a database, each a new one. */
    static DataSource connections(JdbcTarget target) {
        return of(target, DataSourceBuilder.create().type(SimpleDriverDataSource.class));
    }

    public static <T extends DataSource> T of(JdbcTarget target, DataSourceBuilder<T> builder) {
        builder.url(target.url()).username(target.username()).password(target.password());
        String driver = target.driverClassName();
        return driver == null
                ? builder.build()
                : builder.driverClassName(driver).build();
    }

    private DataSource connections(DataSourceBuilder<?> builder) {
        SimpleDriverDataSource connections = builder.type(SimpleDriverDataSource.class)
                .username(name)
                .password(password)
                .build();
        requireUsers(String.valueOf(connections.getUrl()));
        return connections;
    }

    private static void requireUsers(String pathOrUrl) {
        if (pathOrUrl.startsWith("jdbc:sqlite:") || !pathOrUrl.startsWith("jdbc:")) {
            throw InvalidSettingException.of(
                    "There is a username for the database, but SQLite has no users.",
                    "Remove username and password: whoever can write the file can migrate it.");
        }
    }
}
