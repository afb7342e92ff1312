package io.fastmigrate.internal.sqlite.file;

import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.sqlite.connection.SqliteFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes or restores a backup in its own process. Prints the backup's path, or the error. */
final class BackupProcess {

    private BackupProcess() {}

    public static void main(String[] arguments) {
        SqliteFile source = new SqliteFile(Path.of(arguments[1]));
        try {
            if (arguments[0].equals("backUp")) {
                System.out.print(SqliteBackup.backUp(source));
            } else {
                SqliteBackup.restore(source, Path.of(arguments[2]));
                System.out.print("restored");
            }
        } catch (FastMigrateException e) {
            System.out.print(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    /** Starts a process; what it prints is in its standard output. */
    static Process start(List<String> arguments) throws IOException {
        return start("exec \"$@\"", arguments);
    }

    /**
     * Starts a process under a shell.
     *
     * @param shell what the shell does before and when it replaces itself by the process, whose words are "$@"
     */
    static Process start(String shell, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", shell, "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-Xshare:auto", "-cp", System.getProperty("java.class.path"), BackupProcess.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(false).start();
    }

    static String outputOf(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
