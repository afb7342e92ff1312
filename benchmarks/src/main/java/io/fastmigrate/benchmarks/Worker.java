package io.fastmigrate.benchmarks;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.LogManager;

/**
 * The process that is measured: migrates one database a number of times, and prints {@code nanos N} for each time and
 * {@code peak N}, the most memory that it had, in kB.
 */
public final class Worker {

    private Worker() {}

    /** Expects the contender, {@code migrate}, {@code backup} or {@code tenants}, the database or its folder, the scripts, and how often. */
    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        Path database = Path.of(args[2]);
        Path scripts = Path.of(args[3]);
        int calls = Integer.parseInt(args[4]);
        long began = System.nanoTime();
        Migrator migrator = migrator(Contender.valueOf(args[0]), database, scripts);
        for (int call = 0; call < calls; call++) {
            switch (args[1]) {
                case "backup" -> migrator.backUp();
                case "tenants" -> tenants(Contender.valueOf(args[0]), database, scripts);
                default -> migrator.migrate();
            }
            long ended = System.nanoTime();
            out.println("nanos " + (ended - began));
            began = System.nanoTime();
        }
        out.println("peak " + peakKilobytes());
        out.flush();
    }

    /** Migrates every database of a folder, on two threads. */
    private static void tenants(Contender contender, Path folder, Path scripts) throws Exception {
        String[] names = Objects.requireNonNull(folder.toFile().list());
        ExecutorService workers = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (String name : names) {
                all.add(workers.submit(() -> {
                    migrator(contender, folder.resolve(name), scripts).migrate();
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private static Migrator migrator(Contender contender, Path database, Path scripts) {
        return switch (contender) {
            case LIMIT -> new RawLimit(database, scripts);
            case FASTMIGRATE -> FastMigrateMigrator.checking(database, scripts);
            case UNCHECKED -> FastMigrateMigrator.unchecked(database, scripts);
            case FLYWAY -> new FlywayMigrator(database, scripts);
            case LIQUIBASE -> {
                LogManager.getLogManager().reset();
                yield new LiquibaseMigrator("jdbc:sqlite:" + database, scripts);
            }
            case EARLIER, PYTHON, SHELL ->
                throw new IllegalArgumentException(contender + " needs a separate process or class path.");
        };
    }

    private static String peakKilobytes() throws Exception {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return "0";
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmHWM:")) {
                return line.replaceAll("[^0-9]", "");
            }
        }
        return "0";
    }
}
