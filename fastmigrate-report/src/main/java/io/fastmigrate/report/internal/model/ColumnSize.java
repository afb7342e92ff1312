package io.fastmigrate.report.internal.model;

import java.sql.Types;

/** The size that is a part of a column's type: {@code (80)}, {@code (10,2)}. */
final class ColumnSize {

    /** Sizes above it are what drivers say of a type without any. */
    private static final int LARGEST = 65_535;

    private ColumnSize() {}

    static String text(int jdbcType, String type, int size, int digits) {
        if (type.contains("(") || type.contains("text") || type.contains("[") || size <= 0 || size > LARGEST) {
            return "";
        }
        return switch (jdbcType) {
            case Types.CHAR, Types.VARCHAR, Types.NCHAR, Types.NVARCHAR, Types.BINARY, Types.VARBINARY ->
                "(" + size + ")";
            case Types.DECIMAL, Types.NUMERIC -> "(" + size + (digits > 0 ? "," + digits : "") + ")";
            default -> "";
        };
    }
}
