package io.fastmigrate.databases;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/** Makes statements that change the tables {@code item} and {@code part} of MariaDB, whatever these have by now. */
final class RandomAlter {

    static final String SCHEMA = """
            CREATE TABLE maker (id int PRIMARY KEY, name varchar(20));
            CREATE TABLE item (id int PRIMARY KEY, name varchar(30) NOT NULL, n int, price decimal(8, 2),
                state enum('a', 'b'), body text, at datetime) DEFAULT CHARSET=utf8mb4;
            CREATE TABLE part (id int PRIMARY KEY, item_id int, label varchar(40) CHARACTER SET latin1, w smallint,
                FOREIGN KEY (item_id) REFERENCES item (id) ON DELETE CASCADE);
            """;

    static final List<String> ROWS = List.of(
            "INSERT INTO maker VALUES (1, 'x')",
            "INSERT INTO item VALUES (1, 'one', 1, 1.5, 'a', 'text', '2024-02-03 04:05:06')",
            "INSERT INTO part VALUES (1, 1, 'p', 1)");

    private static final List<String> TYPES = List.of(
            "int",
            "bigint",
            "smallint",
            "varchar(10)",
            "varchar(60)",
            "varchar(200)",
            "varchar(300)",
            "char(8)",
            "text",
            "date",
            "datetime",
            "datetime(3)",
            "timestamp NULL",
            "decimal(8, 2)",
            "decimal(12, 4)",
            "double",
            "enum('a', 'b')",
            "enum('a', 'b', 'c')",
            "enum('b', 'a')",
            "set('a', 'b')");

    private static final List<String> DEFAULTS =
            List.of("", "", "DEFAULT NULL", "DEFAULT 1", "DEFAULT (1 + 1)", "DEFAULT (uuid())", "DEFAULT (id + 1)");

    private static final List<String> CHARSETS = List.of("utf8mb4", "latin1", "utf8mb4 COLLATE utf8mb4_bin");

    private final Random random;
    private final Workshop db;
    private int number;

    RandomAlter(Random random, Workshop db) {
        this.random = random;
        this.db = db;
    }

    String next() throws SQLException {
        String table = pick(List.of("item", "part"));
        int actions = random.nextInt(4) == 0 ? 2 : 1;
        List<String> made = new ArrayList<>();
        for (int i = 0; i < actions; i++) {
            made.add(action(table));
        }
        return "ALTER TABLE " + table + " " + made.stream().distinct().collect(Collectors.joining(", "));
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private String column(String table) throws SQLException {
        return pick(db.query("SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()"
                + " AND TABLE_NAME = '" + table + "' AND COLUMN_NAME <> 'id'"));
    }

    private String name() {
        return String.format(Locale.ROOT, "x%d", ++number);
    }

    private String action(String table) throws SQLException {
        return switch (random.nextInt(16)) {
            case 0, 1 -> "ADD COLUMN " + name() + " " + definition() + place(table);
            case 2 -> "ADD COLUMN " + name() + " " + pick(TYPES).replace(" NULL", "") + " NOT NULL" + place(table);
            case 3, 4, 5, 6 -> "MODIFY " + column(table) + " " + definition();
            case 7 -> "DROP COLUMN " + column(table);
            case 8 -> "RENAME COLUMN " + column(table) + " TO " + name();
            case 9 -> "ADD INDEX " + name() + " (" + column(table) + ")";
            case 10 -> "ADD CONSTRAINT " + name() + " CHECK (id > 0)";
            case 11 -> "ADD CONSTRAINT " + name() + " FOREIGN KEY (id) REFERENCES maker (id)";
            case 12 -> "CONVERT TO CHARACTER SET " + pick(CHARSETS);
            case 13 -> "ADD COLUMN " + name() + " int AS (id + 1) " + pick(List.of("STORED", "VIRTUAL"));
            case 14 -> pick(List.of("COMMENT = 'c'", "ENGINE = InnoDB", "FORCE", "ROW_FORMAT = DYNAMIC"));
            default -> "ALTER COLUMN " + column(table) + " SET DEFAULT NULL";
        };
    }

    private String definition() {
        String type = pick(TYPES);
        boolean notNull = !type.endsWith("NULL") && random.nextInt(3) == 0;
        return type + (notNull ? " NOT NULL " : " ") + pick(DEFAULTS);
    }

    private String place(String table) throws SQLException {
        return switch (random.nextInt(4)) {
            case 0 -> " FIRST";
            case 1 -> " AFTER " + column(table);
            default -> "";
        };
    }
}
