package io.fastmigrate.report.internal.model;

/** What a database product has in a way that JDBC does not know. */
enum Product {
    POSTGRES("""
            SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid, true) FROM pg_trigger t
            JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT t.tgisinternal AND n.nspname = current_schema() ORDER BY 1, 2"""),
    MYSQL("""
            SELECT EVENT_OBJECT_TABLE, TRIGGER_NAME,
              CONCAT(ACTION_TIMING, ' ', EVENT_MANIPULATION, ' FOR EACH ROW ', ACTION_STATEMENT)
            FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY 1, 2"""),
    H2("""
            SELECT EVENT_OBJECT_TABLE, TRIGGER_NAME,
              ACTION_TIMING || ' ' || EVENT_MANIPULATION || COALESCE(' CALL ' || JAVA_CLASS, '')
            FROM INFORMATION_SCHEMA.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = SCHEMA() ORDER BY 1, 2"""),
    OTHER("");

    private final String triggers;

    Product(String triggers) {
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

    /** Returns a query for table, name and definition of each trigger; empty if the product has none. */
    String triggers() {
        return triggers;
    }
}
