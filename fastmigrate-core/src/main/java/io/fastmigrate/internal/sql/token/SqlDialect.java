package io.fastmigrate.internal.sql.token;

import java.util.EnumSet;
import java.util.Set;

/** Whose SQL a script is written in, for databases other than SQLite: how it is cut into statements. */
public enum SqlDialect {
    /** What all databases agree on: quotes are doubled, comments do not nest. */
    STANDARD("", Lexis.DOUBLE_QUOTED_NAMES),
    /** <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">PostgreSQL's lexical rules</a>. */
    POSTGRESQL(
            "psql",
            Lexis.DOUBLE_QUOTED_NAMES,
            Lexis.ESCAPE_STRINGS,
            Lexis.DOLLAR_QUOTES,
            Lexis.NESTED_COMMENTS,
            Lexis.PARENTHESES_HOLD,
            Lexis.COMMANDS_BY_BACKSLASH),
    /** <a href="https://dev.mysql.com/doc/refman/8.4/en/language-structure.html">MySQL's</a>, which are MariaDB's too. */
    MYSQL(
            "mysql",
            Lexis.BACKSLASHES,
            Lexis.BACKTICKS,
            Lexis.HASH_COMMENTS,
            Lexis.SPACE_AFTER_DASHES,
            Lexis.EXECUTABLE_COMMENTS,
            Lexis.DELIMITER,
            Lexis.COMMANDS_BY_BACKSLASH),
    /** <a href="https://h2database.com/html/grammar.html">H2's</a>. */
    H2("", Lexis.DOUBLE_QUOTED_NAMES, Lexis.PLAIN_DOLLAR_QUOTES, Lexis.NESTED_COMMENTS, Lexis.SLASH_COMMENTS),
    /** DuckDB's, which are PostgreSQL's but for its shell's commands. */
    DUCKDB("duckdb", Lexis.DOUBLE_QUOTED_NAMES, Lexis.ESCAPE_STRINGS, Lexis.DOLLAR_QUOTES, Lexis.PARENTHESES_HOLD);

    /** One thing in which the dialects differ. */
    public enum Lexis {
        /** Double quotes hold names, not strings. */
        DOUBLE_QUOTED_NAMES,
        /** A backslash in quotes takes away the meaning of the character behind it. */
        BACKSLASHES,
        /** It does so in {@code E'...'} alone. */
        ESCAPE_STRINGS,
        BACKTICKS,
        /** {@code $tag$...$tag$} is a string. */
        DOLLAR_QUOTES,
        /** {@code $$...$$} is, but without tags. */
        PLAIN_DOLLAR_QUOTES,
        NESTED_COMMENTS,
        /** {@code #} begins a comment. */
        HASH_COMMENTS,
        /** {@code //} begins a comment. */
        SLASH_COMMENTS,
        /** {@code --} begins a comment only with white space behind it. */
        SPACE_AFTER_DASHES,
        /** What stands in {@code /*!} is carried out. */
        EXECUTABLE_COMMENTS,
        /** The client's command DELIMITER, without which no trigger could be written. */
        DELIMITER,
        /** A semicolon in parentheses ends no statement. */
        PARENTHESES_HOLD,
        /** The client takes a backslash outside quotes for one of its commands. */
        COMMANDS_BY_BACKSLASH
    }

    private final String client;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that no one can change
    private final Set<Lexis> lexis;

    SqlDialect(String client, Lexis first, Lexis... others) {
        this.client = client;
        this.lexis = Set.copyOf(EnumSet.of(first, others));
    }

    public boolean has(Lexis trait) {
        return lexis.contains(trait);
    }

    /** Returns the name of the program that people type such SQL into; may be empty. */
    public String client() {
        return client;
    }
}
