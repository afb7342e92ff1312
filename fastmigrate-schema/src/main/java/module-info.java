/** The schema that scripts make: as a file, and compared with a database. Start with {@link io.fastmigrate.schema.Schema}. */
module io.fastmigrate.schema {
    requires transitive io.fastmigrate.core;
    requires static org.jspecify;

    exports io.fastmigrate.schema;
}
