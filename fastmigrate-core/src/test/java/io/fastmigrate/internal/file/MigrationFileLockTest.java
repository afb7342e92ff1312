package io.fastmigrate.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fastmigrate.Sandbox;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.internal.waiting.Waiting;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationFileLockTest {

    @TempDir
    Path directory;

    private static Waiting upTo(Duration timeout) {
        return new Waiting(timeout, (waited, holder) -> {});
    }

    private Path database() {
        return directory.resolve("app.db");
    }

    private static void acquireAndRelease(Path database, Duration timeout) throws InterruptedException {
        MigrationFileLock.acquire(database, upTo(timeout)).close();
    }

    @Test
    void leavesNoFileBehind() throws Exception {
        MigrationFileLock lock = MigrationFileLock.acquire(database(), upTo(Duration.ZERO));
        assertThat(Sandbox.names(directory)).containsExactly("app.db.fastmigrate.lock");
        lock.close();
        assertThat(Sandbox.names(directory)).isEmpty();
    }

    @Test
    void isHeldByOneOfManyThreadsAtATime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try {
            Future<?>[] all = new Future<?>[8];
            for (int i = 0; i < all.length; i++) {
                all[i] = threads.submit(() -> {
                    for (int round = 0; round < 25; round++) {
                        MigrationFileLock lock = MigrationFileLock.acquire(database(), upTo(Duration.ofMinutes(1)));
                        try (lock) {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            inside.decrementAndGet();
                        }
                    }
                    return null;
                });
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(most).hasValue(1);
        assertThat(Sandbox.names(directory)).isEmpty();
    }

    @Test
    void saysThatThisProcessHoldsIt() throws Exception {
        MigrationFileLock lock = MigrationFileLock.acquire(database(), upTo(Duration.ZERO));
        try (lock) {
            LockTimeoutException error = catchThrowableOfType(
                    LockTimeoutException.class, () -> acquireAndRelease(database(), Duration.ofMillis(50)));
            assertThat(error.holder()).contains("this process");
            assertThat(error.waited()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        }
        acquireAndRelease(database(), Duration.ZERO);
    }

    @Test
    void fileThatWasLeftBehindBlocksNoOne() throws Exception {
        Files.writeString(directory.resolve("app.db.fastmigrate.lock"), "process 1 on gone, started long ago");
        acquireAndRelease(database(), Duration.ZERO);
        assertThat(Sandbox.names(directory)).isEmpty();
    }

    @Test
    void waitingEndsWithAnInterrupt() throws Exception {
        MigrationFileLock lock = MigrationFileLock.acquire(database(), upTo(Duration.ZERO));
        try (lock) {
            Thread.currentThread().interrupt();
            assertThat(catchThrowableOfType(
                            InterruptedException.class, () -> acquireAndRelease(database(), Duration.ofMinutes(1))))
                    .isNotNull();
        }
    }

    @Test
    void otherProcessKeepsUsOutIsNamedAndItsDeathLetsUsIn() throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        database().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("locked");
            LockTimeoutException error = catchThrowableOfType(
                    LockTimeoutException.class, () -> acquireAndRelease(database(), Duration.ofMillis(100)));
            assertThat(error.holder()).hasValueSatisfying(who -> assertThat(who).contains("process " + holder.pid()));
            assertThat(error).hasMessageContaining("process " + holder.pid());
        } finally {
            holder.destroyForcibly();
        }
        acquireAndRelease(database(), Duration.ofSeconds(30));
    }

    private Path lockFile() {
        return directory.resolve("app.db.fastmigrate.lock");
    }

    private void isRefused(String what) {
        assertThat(catchThrowableOfType(
                        DatabaseUnusableException.class, () -> acquireAndRelease(database(), Duration.ZERO)))
                .hasMessageContainingAll(lockFile().toString(), what, "Nothing was changed");
    }

    @Test
    void neverWritesThroughASymbolicLink() throws Exception {
        Path target = Files.writeString(directory.resolve("precious"), "precious");
        Files.createSymbolicLink(lockFile(), target);
        isRefused("a symbolic link");
        assertThat(target).hasContent("precious");
        Files.delete(target);
        isRefused("a symbolic link");
        assertThat(target).doesNotExist();
    }

    @Test
    void neverWritesIntoAFileOfAnotherNameOrContent() throws Exception {
        Path target = Files.writeString(directory.resolve("precious"), "process of making cheese");
        Files.createLink(lockFile(), target);
        isRefused("a hard link");
        assertThat(target).hasContent("process of making cheese");
        Files.delete(lockFile());
        Files.writeString(lockFile(), "precious too");
        isRefused("other content");
        assertThat(lockFile()).hasContent("precious too");
    }

    @Test
    void takesWhatAPowerCutLeftOfALock() throws Exception {
        Files.write(lockFile(), new byte[60]);
        acquireAndRelease(database(), Duration.ofSeconds(5));
        assertThat(lockFile()).doesNotExist();
    }

    @Test
    void refusesWhatIsNoFileInItsPlace() throws Exception {
        Files.createDirectory(lockFile());
        isRefused("a directory");
        Files.delete(lockFile());
        assertThat(new ProcessBuilder("mkfifo", lockFile().toString()).start().waitFor())
                .isZero();
        isRefused("a pipe");
    }

    @Test
    void interruptIsAnInterruptAndLeavesNothing() throws Exception {
        Thread.currentThread().interrupt();
        assertThat(catchThrowableOfType(
                        InterruptedException.class, () -> acquireAndRelease(database(), Duration.ofMinutes(1))))
                .isNotNull();
        assertThat(Sandbox.names(directory)).isEmpty();
    }

    /** Or its own user could not take it, and whoever finds it left over could not either. */
    @Test
    void fileOfADatabaseThatNoOneMayWriteCanBeWrittenByItsOwner() throws Exception {
        Files.createFile(database());
        Files.setPosixFilePermissions(database(), PosixFilePermissions.fromString("r--r--r--"));
        MigrationFileLock lock = MigrationFileLock.acquire(database(), upTo(Duration.ZERO));
        try (lock) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lockFile())))
                    .isEqualTo("rw-r--r--");
        }
    }

    @Test
    void fileHasTheOwnerAndThePermissionsOfTheDatabase() throws Exception {
        Files.createFile(database());
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rw-rw-r--");
        Files.setPosixFilePermissions(database(), permissions);
        MigrationFileLock lock = MigrationFileLock.acquire(database(), upTo(Duration.ZERO));
        try (lock) {
            assertThat(Files.getPosixFilePermissions(lockFile())).isEqualTo(permissions);
            assertThat(Files.getOwner(lockFile())).isEqualTo(Files.getOwner(database()));
        }
    }

    /** As two web applications in one server have it, each with our classes. */
    @Test
    void otherClassLoaderOfThisProcessIsKeptOutAndDropsNothing() throws Exception {
        MigrationFileLock lock = MigrationFileLock.acquire(database(), upTo(Duration.ZERO));
        try (lock;
                URLClassLoader other = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Object refusal = other.loadClass(Attempt.class.getName())
                    .getMethod("holder", String.class)
                    .invoke(null, database().toString());
            assertThat(refusal).isEqualTo("this process");
            assertThat(holderSeenByAnotherProcess(List.of()))
                    .contains("process " + ProcessHandle.current().pid());
        }
    }

    private static URL[] classPath() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    private String holderSeenByAnotherProcess(List<String> as) throws Exception {
        return holderSeenByAnotherProcess(as, System.getProperty("java.class.path"));
    }

    private String holderSeenByAnotherProcess(List<String> as, String classPath) throws Exception {
        List<String> command = new ArrayList<>(as);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                Attempt.class.getName(),
                database().toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            return String.valueOf(out.readLine());
        }
    }

    /** A run of root's was killed; the application runs as another user, who may not write that file. */
    @Test
    void leftOverOfAnotherUserBlocksNoOneAndALiveHolderIsWaitedFor() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "Only root can be two users.");
        List<String> nobody = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(lockFile(), "process 1 on gone, started long ago");
        Files.setPosixFilePermissions(lockFile(), PosixFilePermissions.fromString("rw-r--r--"));
        String classPath = copyOfTheClassPath();

        assertThat(holderSeenByAnotherProcess(nobody, classPath)).isEqualTo("nobody");
        assertThat(lockFile()).doesNotExist();

        MigrationFileLock lock = MigrationFileLock.acquire(database(), upTo(Duration.ZERO));
        try (lock) {
            Files.setPosixFilePermissions(lockFile(), PosixFilePermissions.fromString("rw-r--r--"));
            assertThat(holderSeenByAnotherProcess(nobody, classPath))
                    .contains("process " + ProcessHandle.current().pid());
            Files.setPosixFilePermissions(lockFile(), PosixFilePermissions.fromString("rw-------"));
            assertThat(holderSeenByAnotherProcess(nobody, classPath)).contains("a process of user root");
        }
    }

    /** The other user may not read where ours is. */
    private String copyOfTheClassPath() throws Exception {
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path from = Path.of(entry);
            boolean wanted = Files.isDirectory(from)
                    || from.getFileName().toString().matches("(sqlite-jdbc|slf4j-api|jspecify).*");
            if (wanted && !entry.isEmpty()) {
                Path to = Files.createDirectories(directory.resolve("classes")).resolve("e" + copies.size());
                assertThat(new ProcessBuilder("cp", "-r", from.toString(), to.toString())
                                .start()
                                .waitFor())
                        .isZero();
                copies.add(to.toString());
            }
        }
        return String.join(File.pathSeparator, copies);
    }

    /** Tries to take the lock, and tells who has it; nobody if it was had. */
    public static final class Attempt {
        public static String holder(String database) throws InterruptedException {
            try {
                acquireAndRelease(Path.of(database), Duration.ZERO);
                return "nobody";
            } catch (LockTimeoutException e) {
                return e.holder().orElse("unknown");
            }
        }

        public static void main(String[] arguments) throws Exception {
            System.out.println(holder(arguments[0]));
        }
    }

    /** Holds the lock until it is killed. */
    static final class Holder {
        public static void main(String[] arguments) throws Exception {
            MigrationFileLock.acquire(Path.of(arguments[0]), upTo(Duration.ZERO));
            System.out.println("locked");
            System.in.read();
            Thread.currentThread().join();
        }
    }
}
