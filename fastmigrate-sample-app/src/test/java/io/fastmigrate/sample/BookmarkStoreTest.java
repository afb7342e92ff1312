package io.fastmigrate.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.test.AtVersion;
import io.fastmigrate.test.FastMigrateTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The store on a fresh database for each test, which holds what the migrations put into it. */
@SpringBootTest
@FastMigrateTest
class BookmarkStoreTest {

    @Autowired
    private BookmarkStore store;

    @Autowired
    private JdbcClient jdbc;

    @RepeatedTest(2)
    void startsWithTheFirstBookmarksWhateverTheTestBeforeDid() {
        int before = store.find(null, null, 100, 0).total();
        assertThat(before).isEqualTo(6);

        jdbc.sql("INSERT INTO bookmark (url, title) VALUES ('https://example.org/', 'Example')")
                .update();

        assertThat(store.find("example", null, 100, 0).total()).isEqualTo(1);
        assertThat(store.find(null, null, 100, 0).total()).isEqualTo(before + 1);
    }

    @Test
    @AtVersion(6)
    void findsTheWordsOfBookmarksThatAreOlderThanTheSearch(@Autowired FastMigrate fastMigrate) {
        jdbc.sql("INSERT INTO bookmark (url, title) VALUES ('HTTPS://Example.org', 'Older')")
                .update();

        fastMigrate.migrate();

        assertThat(store.find("older", null, 100, 0).bookmarks())
                .singleElement()
                .extracting(Bookmark::url)
                .isEqualTo("https://example.org/");
    }
}
