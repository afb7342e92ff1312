package io.fastmigrate.internal.port;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/** What it takes to replace scripts by one that makes what they make. */
public interface Squashing {

    /** Returns the tables that have rows, or count the rows that they had; those of migration tools are left out. */
    List<String> filledTables();

    /** Returns the names of what no dump has, such as a trigger on a table of this program. */
    default List<String> leftOut() {
        return List.of();
    }

    /** Returns a script that makes the schema and the rows of these tables, which are all that have some. */
    String dumpWithRows(List<String> tables);

    /** Returns the rows of all tables, each by the name of the table and in a form that can be compared. */
    SortedMap<String, String> allRows();

    /** Returns the settings that the database itself keeps: the beginning of the statement that sets each, and its value. */
    default SortedMap<String, String> settings() {
        return Collections.emptySortedMap();
    }
}
