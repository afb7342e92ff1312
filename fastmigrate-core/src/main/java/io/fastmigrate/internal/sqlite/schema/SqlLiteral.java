package io.fastmigrate.internal.sqlite.schema;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;

/** Values as SQLite's SQL writes them, so that reading them gives the same type and the same value. */
public final class SqlLiteral {

    private SqlLiteral() {}

    /**
     * Returns the literal of a value.
     *
     * @param column counted from 1
     */
    static String of(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        if (value == null) {
            return "NULL";
        } else if (value instanceof byte[] bytes) {
            return "x'" + HexFormat.of().formatHex(bytes) + "'";
        } else if (value instanceof Double number) {
            return ofReal(number);
        } else if (value instanceof Number number) {
            return Long.toString(number.longValue());
        }
        String text = value.toString();
        byte[] stored = rows.getBytes(column);
        return Arrays.equals(stored, text.getBytes(StandardCharsets.UTF_8)) ? ofText(text) : ofBrokenText(stored);
    }

    /** Text that is not UTF-8, which SQLite keeps as it got it. */
    private static String ofBrokenText(byte[] stored) {
        return "CAST(x'" + HexFormat.of().formatHex(stored) + "' AS TEXT)";
    }

    /** A string ends at NUL for much that reads scripts; hence it is made by a function. */
    public static String ofText(String text) {
        String literal = "'" + text.replace("'", "''") + "'";
        return text.indexOf('\0') < 0 ? literal : "(" + literal.replace("\0", "' || char(0) || '") + ")";
    }

    private static String ofReal(double number) {
        if (Double.isInfinite(number)) {
            return number > 0 ? "9e999" : "-9e999";
        }
        return Double.toString(number);
    }
}
