package io.fastmigrate.databases;

import io.fastmigrate.Adoption;
import io.fastmigrate.FastMigrate;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The main class of child processes that adopt. It tells of each statement before and after it runs, and waits for its death
 * where it is told to.
 */
final class AdoptingMain {

    private static final Set<String> RUNS =
            Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", "commit");

    private final String fatal;
    private final AtomicInteger lines = new AtomicInteger();

    private AdoptingMain(String fatal) {
        this.fatal = fatal;
    }

    /**
     * Adopts.
     *
     * @param arguments the URL, the new directory, the directory of Flyway's scripts, and a pattern of the line behind which it
     *     waits, or the number of that line
     */
    public static void main(String[] arguments) throws SQLException {
        AdoptingMain main = new AdoptingMain(arguments[3]);
        List<Driver> drivers = DriverManager.drivers().toList();
        for (Driver driver : drivers) {
            DriverManager.deregisterDriver(driver);
            DriverManager.registerDriver(main.told(Driver.class, driver, ""));
        }
        FastMigrate.database(arguments[0])
                .migrations(Path.of(arguments[1]))
                .build()
                .adopt(Adoption.Source.of(Path.of(arguments[2])));
        System.out.println("done");
    }

    private <T> T told(Class<T> type, Object real, String text) {
        List<String> batch = new ArrayList<>();
        return type.cast(Proxy.newProxyInstance(
                AdoptingMain.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object[] given = arguments == null ? new Object[0] : arguments;
                    if (method.getName().equals("unwrap")) {
                        return call(real, method, given);
                    }
                    if (method.getName().equals("addBatch")) {
                        batch.add(String.valueOf(given[0]));
                    }
                    String first = given.length > 0 ? String.valueOf(given[0]) : String.join("; ", batch);
                    String what = text + (first.isEmpty() || real instanceof Driver ? "" : first);
                    boolean runs = RUNS.contains(method.getName()) && !(real instanceof Driver);
                    String line = (method.getName().equals("commit") ? text + "COMMIT" : what).replaceAll("\\s+", " ");
                    if (runs) {
                        tell("before " + line);
                    }
                    Object result = call(real, method, given);
                    if (runs) {
                        tell("after " + line);
                    }
                    return wrapped(result, method, text, first);
                }));
    }

    private Object wrapped(Object result, Method method, String text, String first) {
        if (result instanceof Connection connection && method.getName().equals("connect")) {
            return told(Connection.class, connection, first.contains("fastmigrate_proof") ? "proof: " : "main: ");
        } else if (result instanceof PreparedStatement statement) {
            return told(PreparedStatement.class, statement, text + first);
        } else if (result instanceof Statement statement && method.getName().equals("createStatement")) {
            return told(Statement.class, statement, text);
        }
        return result;
    }

    private static Object call(Object real, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Who reads this line kills the process. */
    private void tell(String line) throws InterruptedException {
        int number = lines.incrementAndGet();
        System.out.println(line);
        if (String.valueOf(number).equals(fatal) || line.matches(fatal)) {
            System.out.println("now");
            System.out.flush();
            new CountDownLatch(1).await();
        }
    }
}
