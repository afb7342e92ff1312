package io.fastmigrate.lint.internal.prove.server;

import io.fastmigrate.internal.sql.token.SqlDialect;
import java.sql.SQLException;
import java.util.List;

/** What a server says of the tables that get rows. */
public interface SampleCatalog {

    SqlDialect dialect();

    /** Returns those that can have rows. */
    List<SampledTable> tables() throws SQLException;

    /**
     * Returns values for a type, the likeliest first; at least one.
     *
     * @param row the number of the row, counted from 1: those of two rows differ where that is possible
     */
    List<String> values(String type, int row) throws SQLException;

    /** Returns a text as a literal. */
    String literal(String text);
}
