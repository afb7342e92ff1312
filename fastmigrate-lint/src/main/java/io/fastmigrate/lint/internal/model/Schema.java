package io.fastmigrate.lint.internal.model;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The schema of a database at one moment. Names are compared as the database compares them. Immutable. */
public interface Schema {

    /** Returns a name in the one form in which the database compares names. */
    String fold(String name);

    Optional<Table> table(String name);

    /** Returns a table by a name that may have its schema. */
    default Optional<Table> table(Cursor.Name name) {
        return table(name.text());
    }

    /** Returns the statement that makes a table; empty where the database does not keep it. */
    Optional<String> sql(String table);

    Collection<Table> tables();

    /** Returns the indexes that statements made, in no order. */
    List<Index> indexes(String table);

    /** Returns the indexes of a table by a name that may have its schema. */
    default List<Index> indexes(Cursor.Name table) {
        return indexes(table.text());
    }

    Optional<Index> index(String name);

    /** Returns an index by a name that may have its schema. */
    default Optional<Index> index(Cursor.Name name) {
        return index(name.text());
    }

    /** Returns the triggers of a table or view. */
    List<SchemaText> triggers(String table);

    List<SchemaText> triggers();

    List<SchemaText> views();

    default boolean same(String one, String other) {
        return fold(one).equals(fold(other));
    }
}
