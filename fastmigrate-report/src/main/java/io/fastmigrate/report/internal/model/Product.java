package io.fastmigrate.report.internal.model;

/** What a database product has in a way that JDBC does not know. */
enum Product {
    POSTGRES("""
            SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
            JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE a.attnum > 0 AND NOT a.attisdropped AND n.nspname = current_schema()""", """
            SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid, true) FROM pg_trigger t
            JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT t.tgisinternal AND n.nspname = current_schema() ORDER BY 1, 2"""),
    MYSQL("""
            SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE FROM information_schema.COLUMNS
            WHERE TABLE_SCHEMA = DATABASE()""", """
            SELECT EVENT_OBJECT_TABLE, TRIGGER_NAME,
              CONCAT(ACTION_TIMING, ' ', EVENT_MANIPULATION, ' FOR EACH ROW ', ACTION_STATEMENT)
            FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY 1, 2"""),
    H2("", """
            SELECT EVENT_OBJECT_TABLE, TRIGGER_NAME,
              ACTION_TIMING || ' ' || EVENT_MANIPULATION || COALESCE(' CALL ' || JAVA_CLASS, '')
            FROM INFORMATION_SCHEMA.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = SCHEMA() ORDER BY 1, 2"""),
    OTHER("", "");

    private final String types;
    private final String triggers;

    Product(String types, String triggers) {
        this.types = types;
        this.triggers = triggers;
    }

    /** Returns the product of this name, which is in lower case. */
    static Product of(String name) {
        if (name.contains("postgres")) {
            return POSTGRES;
        }
        if (name.contains("mysql") || name.contains("mariadb")) {
            return MYSQL;
        }
        return name.equals("h2") ? H2 : OTHER;
    }

    /** Returns a query for table, column and type as the product writes it; empty if JDBC's names are those. */
    String types() {
        return types;
    }

    /** Returns a query for table, name and definition of each trigger; empty if the product has none. */
    String triggers() {
        return triggers;
    }
}
