package io.fastmigrate.lint.internal.rule.sqlite.script;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** S19. Only what stays in the schema counts: of the rest, an older SQLite never sees anything. */
public final class NewerFeature implements Check {

    /**
     * One feature.
     *
     * @param since the minor version of SQLite 3 that has it
     * @param starts whether it is at a token, given all of them and its index
     */
    private record Feature(String name, int since, BiPredicate<List<Token>, Integer> starts) {}

    private static final List<Feature> FEATURES = List.of(
            new Feature(
                    "a STRICT table",
                    37,
                    (all, i) -> all.get(i).is("STRICT") && all.get(0).is("CREATE") && hasOnly(all, i)),
            new Feature("a generated column", 31, (all, i) -> all.get(i).is("GENERATED") && word(all, i + 1, "ALWAYS")),
            new Feature(
                    "a window function",
                    25,
                    (all, i) -> all.get(i).is("OVER") && i > 0 && all.get(i - 1).type() == TokenType.CLOSE),
            new Feature(
                    "NULLS FIRST or NULLS LAST",
                    30,
                    (all, i) -> all.get(i).is("NULLS") && (word(all, i + 1, "FIRST") || word(all, i + 1, "LAST"))),
            new Feature(
                    "FILTER (WHERE ...)",
                    30,
                    (all, i) ->
                            all.get(i).is("FILTER") && i > 0 && all.get(i - 1).type() == TokenType.CLOSE),
            new Feature(
                    "the operator ->",
                    38,
                    (all, i) -> all.get(i).isSign("->") || all.get(i).isSign("->>")),
            new Feature(
                    "RIGHT or FULL JOIN",
                    39,
                    (all, i) -> (all.get(i).is("RIGHT") || all.get(i).is("FULL"))
                            && (word(all, i + 1, "JOIN") || word(all, i + 1, "OUTER"))),
            new Feature(
                    "IS DISTINCT FROM", 39, (all, i) -> all.get(i).is("DISTINCT") && word(all, i + 1, "FROM") && i > 0),
            new Feature("a MATERIALIZED query", 35, (all, i) -> all.get(i).is("MATERIALIZED") && i > 0),
            new Feature(
                    "a number with _",
                    46,
                    (all, i) -> all.get(i).type() == TokenType.NUMBER
                            && all.get(i).text().contains("_")));

    /** The minor version of the oldest reader; negative where none is set. */
    private final int oldest;

    /** Makes the rule for the oldest version that opens the database; it finds nothing without one. */
    public NewerFeature(@Nullable String readers) {
        this.oldest = readers == null ? -1 : minor(readers);
    }

    private static int minor(String version) {
        String[] parts = version.split("\\.", -1);
        return parts.length < 2 ? -1 : Integer.parseInt(parts[1]);
    }

    private static boolean word(List<Token> tokens, int at, String word) {
        return at < tokens.size() && tokens.get(at).is(word);
    }

    /** A table's options stand behind its last parenthesis. */
    private static boolean hasOnly(List<Token> tokens, int at) {
        return tokens.subList(at, tokens.size()).stream().noneMatch(token -> token.type() == TokenType.CLOSE);
    }

    @Override
    public String id() {
        return "S19";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        boolean stays = switch (statement.facts().kind()) {
            case CREATE_TABLE, CREATE_VIEW, CREATE_TRIGGER, CREATE_INDEX ->
                !statement.facts().temporary();
            default -> false;
        };
        if (!stays || oldest < 0) {
            return;
        }
        List<Token> tokens = statement.tokens();
        for (int i = 0; i < tokens.size(); i++) {
            for (Feature feature : FEATURES) {
                if (feature.since() > oldest && feature.starts().test(tokens, i)) {
                    scope.report(
                            this,
                            statement,
                            tokens.get(i),
                            "SQLite 3." + oldest + " cannot open a database whose schema has " + feature.name()
                                    + ", which SQLite 3." + feature.since()
                                    + " added: every statement of that program fails.");
                    return;
                }
            }
        }
    }
}
