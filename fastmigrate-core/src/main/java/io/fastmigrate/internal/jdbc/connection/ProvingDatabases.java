package io.fastmigrate.internal.jdbc.connection;

/** Databases of a server of which an empty one can prove that scripts make a schema. */
public interface ProvingDatabases extends ServerDatabases {

    /** Returns what proves it. */
    SchemaProofs proofs();
}
