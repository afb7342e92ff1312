package io.fastmigrate.internal.sql.names;

/**
 * The name of a view, a function or another object, in the form in which its database compares names.
 *
 * @param schema empty where none is written
 */
public record ObjectName(String schema, String name) {

    /** Tells whether the two may be one object: a schema that is not written may be any. */
    public boolean mayBe(ObjectName other) {
        return name.equals(other.name) && (schema.isEmpty() || other.schema.isEmpty() || schema.equals(other.schema));
    }

    @Override
    public String toString() {
        return schema.isEmpty() ? name : schema + "." + name;
    }
}
