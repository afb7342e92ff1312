package app

import io.fastmigrate.FastMigrate
import io.fastmigrate.HistoryEntry
import io.fastmigrate.JavaMigration
import io.fastmigrate.MigrationListener
import io.fastmigrate.Status
import io.fastmigrate.Version
import io.fastmigrate.error.FastMigrateException
import io.fastmigrate.error.LockTimeoutException
import io.fastmigrate.error.ScriptFailedException
import java.nio.file.Path
import java.sql.Connection
import java.sql.DriverManager
import java.time.Duration
import kotlin.io.path.createDirectories
import kotlin.io.path.exists
import kotlin.io.path.writeText
import kotlin.jvm.optionals.getOrNull
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assertions.fail
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** The library as Kotlin programs use it. Compiled with strict nullness: what the API says about null is an error where it is not so. */
class KotlinTest {

    @TempDir
    lateinit var directory: Path

    private lateinit var scripts: Path
    private lateinit var database: Path

    @BeforeEach
    fun writeScripts() {
        database = directory.resolve("app.db")
        scripts = directory.resolve("migrations").createDirectories()
        scripts.resolve("0001-books.sql").writeText("CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT NOT NULL);\n")
        scripts.resolve("0002-first.sql").writeText("INSERT INTO books (title) VALUES ('\${first}');\n")
    }

    @Test
    fun migratesAndTellsWhatItDid() {
        val applied = mutableListOf<String>()
        val fastMigrate = FastMigrate.sqlite(database)
            .migrations(scripts)
            .value("first", "Emma")
            .lockTimeout(Duration.ofSeconds(30))
            .listener(object : MigrationListener {
                override fun onApplied(entry: HistoryEntry) {
                    applied += entry.fileName()
                }
            })
            .build()
        fastMigrate.create()

        val report = fastMigrate.migrate()

        assertEquals(Version.ZERO, report.before())
        assertEquals(2, report.after().number())
        assertEquals(listOf("0001-books.sql", "0002-first.sql"), applied)
        val backup: Path? = report.backup().getOrNull()
        assertNull(backup)
        assertEquals("Emma", title(1))
        assertTrue(fastMigrate.status().pending().isEmpty())
    }

    @Test
    fun namesTheScriptThatFailedInAWhen() {
        scripts.resolve("0003-broken.sql").writeText("CREATE TABLE authors (id INTEGER);\nINSERT INTO nothing VALUES (1);\n")
        val fastMigrate = FastMigrate.sqlite(database).migrations(scripts).value("first", "Emma").build()
        fastMigrate.create()

        val told = try {
            fastMigrate.migrate()
            fail("0003 is broken")
        } catch (e: FastMigrateException) {
            when (e) {
                is ScriptFailedException -> "${e.script().fileName()}:${e.position().map { it.line() }.getOrNull()} after ${e.report().after()}"
                is LockTimeoutException -> "busy"
                else -> e.advice()
            }
        }

        assertEquals("0003-broken.sql:2 after 2", told)
        assertEquals(2, fastMigrate.version().number())
    }

    @Test
    fun migratesByAMigrationInKotlin() {
        val titles = object : JavaMigration {
            override fun version() = Version(3)

            override fun description() = "more titles"

            override fun migrate(connection: Connection) {
                connection.prepareStatement("INSERT INTO books (title) VALUES (?)").use { insert ->
                    listOf("Persuasion", "Villette").forEach {
                        insert.setString(1, it)
                        insert.executeUpdate()
                    }
                }
            }
        }
        val fastMigrate = FastMigrate.sqlite(database).migrations(scripts).value("first", "Emma").javaMigrations(listOf(titles)).build()
        fastMigrate.create()

        fastMigrate.migrate()

        assertEquals("Villette", title(3))
        assertEquals(Status.State.UP_TO_DATE, fastMigrate.status().state())
    }

    @Test
    fun asksForAStatusOfADatabaseThatIsNotThere() {
        val status = FastMigrate.sqlite(database).migrations(scripts).build().status()

        val words = when (status.state()) {
            Status.State.UP_TO_DATE -> "nothing to do"
            Status.State.MISSING -> "create it"
            else -> "see status"
        }
        assertEquals("create it", words)
        assertTrue(!database.exists())
    }

    private fun title(id: Int): String? =
        DriverManager.getConnection("jdbc:sqlite:$database").use { connection ->
            connection.createStatement().use { statement ->
                statement.executeQuery("SELECT title FROM books WHERE id = $id").use { if (it.next()) it.getString(1) else null }
            }
        }
}
