package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rebuild with the same definition changes nothing that can be seen. */
class TableRebuildPropertyTest {

    private static final int SCHEMAS = 400;

    @TempDir
    Path folder;

    @Test
    void rebuildingWithTheSameDefinitionChangesNothing() throws Exception {
        Set<RebuildableSchema.Feature> seen = EnumSet.noneOf(RebuildableSchema.Feature.class);
        long rows = 0;
        for (int seed = 0; seed < SCHEMAS; seed++) {
            RebuildableSchema schema = RebuildableSchema.of(seed);
            seen.addAll(schema.features());
            Path database = folder.resolve(seed + ".db");
            make(database, schema);
            Path other = Files.copy(database, folder.resolve(seed + "-script.db"));
            List<String> before = DatabaseFacts.of(database);
            rows += before.stream()
                    .filter(fact -> fact.startsWith(schema.table() + " row"))
                    .count();
            String label = "seed " + seed + ": " + schema.statements();

            try (Connection connection = open(database)) {
                execute(connection, "BEGIN");
                TableRebuild.of(schema.table()).run(connection);
                execute(connection, "COMMIT");
            }
            assertThat(differences(before, DatabaseFacts.of(database)))
                    .as(label)
                    .isEmpty();

            try (Connection connection = open(other)) {
                execute(connection, TableRebuild.of(schema.table()).script(connection));
            }
            assertThat(differences(asByScript(before), asByScript(DatabaseFacts.of(other))))
                    .as(label)
                    .isEmpty();
        }
        assertThat(seen).containsExactlyInAnyOrder(RebuildableSchema.Feature.values());
        assertThat(rows).isGreaterThan(SCHEMAS);
    }

    private static List<String> differences(List<String> expected, List<String> actual) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            String one = i < expected.size() ? expected.get(i) : "nothing";
            String other = i < actual.size() ? actual.get(i) : "nothing";
            if (!one.equals(other)) {
                differences.add("expected " + one + " but was " + other);
            }
        }
        return differences;
    }

    /** A script ends a comment that an index runs out in by a line end; statistics it does not know. */
    private static List<String> asByScript(List<String> facts) {
        return facts.stream()
                .filter(fact -> !fact.startsWith("sqlite_stat"))
                .map(fact -> fact.replace("\n]", "]"))
                .toList();
    }

    private static void make(Path database, RebuildableSchema schema) throws SQLException {
        try (Connection connection = open(database)) {
            execute(connection, "BEGIN");
            for (String statement : schema.statements()) {
                try {
                    execute(connection, statement);
                } catch (SQLException e) {
                    boolean row = statement.startsWith("INSERT") || statement.startsWith("CREATE UNIQUE INDEX");
                    assertThat(row).as(statement + ": " + e.getMessage()).isTrue();
                }
            }
            execute(connection, "COMMIT");
        }
    }

    private static Connection open(Path database) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        execute(connection, "PRAGMA synchronous = OFF");
        return connection;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
