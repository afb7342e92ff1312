package io.fastmigrate.internal.sql.names;

import io.fastmigrate.Script;
import io.fastmigrate.internal.sql.dialect.DialectStatements;
import io.fastmigrate.internal.sql.names.NameRules.Token;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.statement.SqliteStatements;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.internal.sql.token.TokenType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Collects the names in a script, statement by statement. Used once. */
public final class NameReader {

    private static final Set<String> KINDS = Set.of(
            "VIEW",
            "TRIGGER",
            "FUNCTION",
            "PROCEDURE",
            "TABLE",
            "TYPE",
            "DOMAIN",
            "SEQUENCE",
            "EVENT",
            "MACRO",
            "AGGREGATE",
            "ALIAS",
            "SCHEMA",
            "PACKAGE");

    /** What ends the words before an object's kind: there is none that counts. */
    private static final Set<String> NO_KIND = Set.of("INDEX", "ON", "AS", "USER", "ROLE", "DATABASE", "EXTENSION");

    private final NameRules rules;
    private final List<ScriptNames.Made> made = new ArrayList<>();
    private final Set<ObjectName> dropped = new HashSet<>();
    private final Set<ObjectName> used = new HashSet<>();
    private final Set<ObjectName> mentioned = new HashSet<>();

    /** Objects of the session alone. */
    private final Set<ObjectName> temporary = new HashSet<>();

    private boolean checksBodies = true;

    private NameReader(NameRules rules) {
        this.rules = rules;
    }

    /** Reads a script for SQLite. */
    public static ScriptNames ofSqlite(Script script) throws IOException {
        NameReader reader = new NameReader(new NameRules(null));
        try (SqlScanner<SqlStatement> scanner =
                SqliteStatements.scan(SqliteStatements.open(script), script.location())) {
            for (SqlStatement next = scanner.next(); next != null; next = scanner.next()) {
                reader.read(next.text());
            }
        }
        return reader.names();
    }

    /** Reads a script for another database. */
    public static ScriptNames of(Script script, SqlDialect dialect) throws IOException {
        NameReader reader = new NameReader(new NameRules(dialect));
        try (SqlScanner<DialectStatement> scanner =
                DialectStatements.scan(DialectStatements.open(script, dialect), script.location(), dialect)) {
            for (DialectStatement next = scanner.next(); next != null; next = scanner.next()) {
                reader.read(next.text());
            }
        }
        return reader.names();
    }

    private ScriptNames names() {
        used.removeAll(temporary);
        mentioned.removeAll(temporary);
        return new ScriptNames(made, dropped, used, mentioned);
    }

    private void read(String sql) {
        List<Token> tokens = rules.tokens(sql);
        String first = word(tokens, 0);
        if (first.equals("CREATE")) {
            create(tokens);
        } else if (first.equals("DROP")) {
            drop(tokens);
        } else {
            if (first.equals("SET") && sql.toLowerCase(Locale.ROOT).contains("check_function_bodies")) {
                checksBodies = false;
            }
            references(tokens, 0, tokens.size());
            if (first.equals("DO") && rules.hasBodiesInStrings()) {
                bodies(tokens, 0, true);
            }
        }
    }

    private void create(List<Token> tokens) {
        int kind = 1;
        boolean isTemporary = false;
        while (kind < tokens.size()
                && !isKind(tokens, kind)
                && tokens.get(kind).type() != TokenType.OPEN
                && !NO_KIND.contains(word(tokens, kind))) {
            isTemporary |= word(tokens, kind).startsWith("TEMP");
            kind++;
        }
        if (!isKind(tokens, kind)) {
            references(tokens, 1, tokens.size());
            return;
        }
        boolean replaces = word(tokens, 1).equals("OR");
        int start = kind + 1;
        boolean onlyIfMissing = word(tokens, start).equals("IF");
        while (Set.of("IF", "NOT", "EXISTS").contains(word(tokens, start))) {
            start++;
        }
        Qualified name = Qualified.at(rules, tokens, start);
        if (name.name().isEmpty()) {
            references(tokens, 1, tokens.size());
            return;
        }
        ObjectName object = name.name().get();
        if (isTemporary) {
            temporary.add(object);
        } else {
            String words = word(tokens, kind - 1).equals("MATERIALIZED") ? "MATERIALIZED VIEW" : word(tokens, kind);
            made.add(new ScriptNames.Made(words, object, name.written(), !replaces && !onlyIfMissing));
            if (!object.schema().isEmpty()) {
                mentioned.add(new ObjectName("", object.schema()));
            }
        }
        body(tokens, word(tokens, kind), name.end());
    }

    /** Of words that stand one behind the other, as in CREATE EVENT TRIGGER, the last one is the kind. */
    private static boolean isKind(List<Token> tokens, int at) {
        return KINDS.contains(word(tokens, at))
                && !(KINDS.contains(word(tokens, at + 1))
                        && !Set.of("IF").contains(word(tokens, at + 1))
                        && at + 2 < tokens.size()
                        && tokens.get(at + 2).isName());
    }

    /** What a trigger is on has to be there; what its body names, on some databases, only when it runs. */
    private void body(List<Token> tokens, String kind, int start) {
        boolean isTrigger = kind.equals("TRIGGER");
        boolean isRoutine = Set.of("FUNCTION", "PROCEDURE", "EVENT", "PACKAGE").contains(kind);
        int late = rules.readsBodiesLate() && isRoutine ? start : tokens.size();
        if (isTrigger) {
            int on = start;
            while (on < tokens.size() && !word(tokens, on).equals("ON")) {
                on++;
            }
            Qualified target = Qualified.at(rules, tokens, on + 1);
            target.name().ifPresent(used::add);
            late = rules.readsBodiesLate() ? Math.max(on + 1, target.end()) : late;
        }
        References found = new References(rules, tokens);
        found.read(start, Math.min(late, tokens.size()));
        used.addAll(found.used());
        mentioned.addAll(found.mentioned());
        if (late < tokens.size()) {
            found = new References(rules, tokens);
            found.read(late, tokens.size());
            mentioned.addAll(found.used());
            mentioned.addAll(found.mentioned());
        }
        if (isRoutine && rules.hasBodiesInStrings()) {
            bodies(tokens, start, isSql(tokens) && checksBodies);
        }
    }

    private static boolean isSql(List<Token> tokens) {
        for (int i = 0; i < tokens.size() - 1; i++) {
            if (word(tokens, i).equals("LANGUAGE")) {
                String language = tokens.get(i + 1).text().replaceAll("['\"]", "");
                return language.equalsIgnoreCase("sql");
            }
        }
        return false;
    }

    /** Reads the strings that are bodies of routines. */
    private void bodies(List<Token> tokens, int from, boolean mustBeThere) {
        for (Token token : tokens.subList(Math.min(from, tokens.size()), tokens.size())) {
            if (token.type() == TokenType.STRING) {
                List<Token> body = rules.tokens(content(token.text()));
                References found = new References(rules, body);
                found.read(0, body.size());
                (mustBeThere ? used : mentioned).addAll(found.used());
                mentioned.addAll(found.mentioned());
            }
        }
    }

    private static String content(String string) {
        if (string.startsWith("$")) {
            int tag = string.indexOf('$', 1) + 1;
            return string.substring(tag, Math.max(tag, string.length() - tag));
        }
        int open = string.indexOf('\'') + 1;
        return string.substring(open, Math.max(open, string.length() - 1)).replace("''", "'");
    }

    private void drop(List<Token> tokens) {
        int at = 1;
        while (at < tokens.size() && !KINDS.contains(word(tokens, at))) {
            at++;
        }
        at++;
        while (Set.of("IF", "EXISTS").contains(word(tokens, at))) {
            at++;
        }
        int depth = 0;
        boolean expected = true;
        for (; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            depth += token.type() == TokenType.OPEN ? 1 : token.type() == TokenType.CLOSE ? -1 : 0;
            if (expected && depth == 0 && token.isName()) {
                Qualified name = Qualified.at(rules, tokens, at);
                name.name().ifPresent(dropped::add);
                at = name.end() - 1;
                expected = false;
            } else if (depth == 0 && token.type() == TokenType.COMMA) {
                expected = true;
            }
        }
    }

    private void references(List<Token> tokens, int from, int to) {
        References found = new References(rules, tokens);
        found.read(from, to);
        used.addAll(found.used());
        mentioned.addAll(found.mentioned());
    }

    private static String word(List<Token> tokens, int at) {
        return at < tokens.size() ? tokens.get(at).word() : "";
    }
}
