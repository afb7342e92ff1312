package io.fastmigrate.schema.internal.fix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FixStatementTest {

    /** Of a table whose name has lines, nothing may stand outside of the comment. */
    @Test
    void aCommentHasNoLineThatRuns() {
        for (String line : new String[] {"\n", "\r\n", "\r"}) {
            String name = "a" + line + "; DROP TABLE book; --";
            FixStatement statement =
                    new FixStatement(Phase.DROP_TABLES, "DROP TABLE \"" + name + "\"", "the rows of " + name);

            assertThat(statement.comment().lines()).hasSize(4).allMatch(text -> text.startsWith("-- "));
        }
    }
}
