package io.fastmigrate.internal.adopt;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Runs in a separate process, with a Liquibase that the user has named: writes the SQL of each change set, as {@code
 * update-sql} does for a database that is empty and that there is no connection to; or runs them too, on an empty SQLite file. It is copied there as one class file,
 * so it needs no other class of ours, none that is nested, and reaches Liquibase by reflection only: 4.0 to 5.0 have these methods.
 *
 * <p>Liquibase tells a listener where a change set begins and ends; what it writes before, between and after them is its own
 * bookkeeping.
 */
public final class LiquibaseUpdateSql extends Writer implements InvocationHandler {

    static final int END = 0;
    static final int CHANGE_SET = 1;
    static final int FAILURE = 2;
    static final int COMMENT = 3;
    static final int STATEMENT = 4;

    private final DataOutputStream answer;
    private final ClassLoader loader;
    private boolean isInChangeSet;
    private boolean isInComment;
    private boolean isAfterStatement;
    private boolean isRedirected;
    private boolean runs;

    private LiquibaseUpdateSql(DataOutputStream answer, ClassLoader loader) {
        this.answer = answer;
        this.loader = loader;
    }

    /**
     * Runs it.
     *
     * @param arguments the file of what is asked for, and the file of the answer
     */
    public static void main(String[] arguments) throws IOException {
        Properties request = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]), StandardCharsets.UTF_8)) {
            request.load(reader);
        }
        try (DataOutputStream answer =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[1]))))) {
            try (URLClassLoader loader = loader(request)) {
                Thread.currentThread().setContextClassLoader(loader);
                for (String changelog : all(request, "changelog.")) {
                    new LiquibaseUpdateSql(answer, loader).run(request, changelog);
                }
                answer.write(END);
            } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
                fail(answer, e);
            }
        }
    }

    private static void fail(DataOutputStream answer, Throwable e) throws IOException {
        StringBuilder message = new StringBuilder();
        String kind = "";
        for (Throwable each = e; each != null; each = each.getCause()) {
            String text = String.valueOf(each.getMessage());
            if (each instanceof LinkageError || each instanceof ClassNotFoundException || each.getMessage() == null) {
                text = each.getClass().getName() + ": " + text;
            }
            if (!(each instanceof InvocationTargetException) && message.indexOf(text) < 0) {
                message.append(message.length() == 0 ? "" : "\n").append(text);
            }
            kind = each.getClass().getName();
        }
        answer.write(FAILURE);
        text(answer, kind);
        text(answer, message.toString());
    }

    private static List<String> all(Properties request, String prefix) {
        List<String> values = new ArrayList<>();
        for (int i = 0; request.containsKey(prefix + i); i++) {
            values.add(request.getProperty(prefix + i));
        }
        return values;
    }

    private static URLClassLoader loader(Properties request) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String place : all(request, "class-path.")) {
            urls.add(Path.of(place).toUri().toURL());
        }
        if (!request.getProperty("driver", "").isEmpty()) {
            urls.add(Path.of(request.getProperty("driver")).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return loader.loadClass("liquibase." + name);
    }

    private void run(Properties request, String changelog) throws ReflectiveOperationException {
        Class<?> accessorType = type("resource.ResourceAccessor");
        Object accessor = type("resource.ClassLoaderResourceAccessor")
                .getConstructor(ClassLoader.class)
                .newInstance(loader);
        boolean isReal = request.containsKey("file");
        Object connection = isReal
                ? connection(request.getProperty("file"))
                : type("database.OfflineConnection")
                        .getConstructor(String.class, accessorType)
                        .newInstance(request.getProperty("url"), accessor);
        Class<?> databases = type("database.DatabaseFactory");
        Object database = databases
                .getMethod("findCorrectDatabaseImplementation", type("database.DatabaseConnection"))
                .invoke(databases.getMethod("getInstance").invoke(null), connection);
        Class<?> type = type("Liquibase");
        Object liquibase = type.getConstructor(String.class, accessorType, type("database.Database"))
                .newInstance(changelog, accessor, database);
        Method parameter = type.getMethod("setChangeLogParameter", String.class, Object.class);
        for (String name : request.stringPropertyNames()) {
            if (name.startsWith("value.")) {
                parameter.invoke(liquibase, name.substring("value.".length()), request.getProperty(name));
            }
        }
        Class<?> listener = type("changelog.visitor.ChangeExecListener");
        type.getMethod("setChangeExecListener", listener)
                .invoke(liquibase, Proxy.newProxyInstance(loader, new Class<?>[] {listener}, this));
        Object contexts = type("Contexts").getConstructor().newInstance();
        Object labels = type("LabelExpression").getConstructor().newInstance();
        if (isReal) {
            runs = true;
            type.getMethod("update", type("Contexts"), type("LabelExpression")).invoke(liquibase, contexts, labels);
        } else {
            type.getMethod("update", type("Contexts"), type("LabelExpression"), Writer.class)
                    .invoke(liquibase, contexts, labels, this);
        }
    }

    private Object connection(String file) throws ReflectiveOperationException {
        Object driver = loader.loadClass("org.sqlite.JDBC").getConstructor().newInstance();
        Object connection = Driver.class
                .getMethod("connect", String.class, Properties.class)
                .invoke(driver, "jdbc:sqlite:" + file, new Properties());
        return type("database.jvm.JdbcConnection")
                .getConstructor(Connection.class)
                .newInstance(connection);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return method.getName().equals("equals")
                    ? Boolean.valueOf(arguments != null && proxy == arguments[0])
                    : method.getName().equals("hashCode") ? (Object) System.identityHashCode(this) : "listener";
        }
        if (arguments != null && method.getParameterTypes()[0] == type("changelog.ChangeSet")) {
            if (method.getName().equals("willRun")) {
                redirect(arguments[2]);
                begin(arguments[0]);
            } else if (method.getName().equals("ran")) {
                isInChangeSet = false;
            }
        }
        return null;
    }

    /** Newer ones collect what is written until the end: what runs the statements gets this writer for its own. */
    private void redirect(Object database) throws ReflectiveOperationException {
        if (isRedirected) {
            return;
        }
        isRedirected = true;
        Class<?> scopes = type("Scope");
        Class<?> services = type("executor.ExecutorService");
        Object scope = scopes.getMethod("getCurrentScope").invoke(null);
        Object service = scopes.getMethod("getSingleton", Class.class).invoke(scope, services);
        Method get = services.getMethod("getExecutor", String.class, type("database.Database"));
        Method set =
                services.getMethod("setExecutor", String.class, type("database.Database"), type("executor.Executor"));
        Object usual = get.invoke(service, "jdbc", database);
        if (runs) {
            set.invoke(service, "jdbc", database, both(database, usual));
            return;
        }
        Object writing = type("executor.LoggingExecutor")
                .getConstructor(type("executor.Executor"), Writer.class, type("database.Database"))
                .newInstance(usual, this, database);
        set.invoke(service, "jdbc", database, writing);
        set.invoke(service, "logging", database, writing);
    }

    /** Writes the statements, and runs them: what Liquibase has for writing alone refuses those that depend on tables. */
    private Object both(Object database, Object running) throws ReflectiveOperationException {
        Class<?>[] types = {type("executor.Executor")};
        Class<?> statements = type("statement.SqlStatement");
        Class<?> prepared = type("statement.ExecutablePreparedStatement");
        Class<?> changes = type("change.Change");
        Method execute = type("executor.Executor").getMethod("execute", statements, List.class);
        return Proxy.newProxyInstance(loader, types, (proxy, method, arguments) -> {
            boolean writes = isInChangeSet && method.getName().matches("execute|update");
            try {
                if (writes && changes.isInstance(arguments[0])) {
                    Object visitors = arguments.length > 1 ? arguments[1] : List.of();
                    for (Object statement :
                            (Object[]) changes.getMethod("generateStatements", type("database.Database"))
                                    .invoke(arguments[0], database)) {
                        execute.invoke(proxy, statement, visitors);
                    }
                    return null;
                }
                if (writes && statements.isInstance(arguments[0])) {
                    if (prepared.isInstance(arguments[0])) {
                        throw new IllegalStateException("A change runs as a prepared statement, as loadData does, in a"
                                + " changelog with others that have to see a table.");
                    }
                    writeStatement(database, arguments);
                }
                return method.invoke(running, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        });
    }

    /**
     * Writes what a statement becomes.
     *
     * @param arguments the statement, and what changes its text, where there is that
     */
    private void writeStatement(Object database, Object[] arguments) throws ReflectiveOperationException, IOException {
        Class<?> factory = type("sqlgenerator.SqlGeneratorFactory");
        Object[] all =
                (Object[]) factory.getMethod("generateSql", type("statement.SqlStatement"), type("database.Database"))
                        .invoke(factory.getMethod("getInstance").invoke(null), arguments[0], database);
        Method modify = type("sql.visitor.SqlVisitor").getMethod("modifySql", String.class, type("database.Database"));
        for (Object each : all) {
            Object sql = type("sql.Sql").getMethod("toSql").invoke(each);
            if (arguments.length > 1 && arguments[1] instanceof List<?> visitors) {
                for (Object visitor : visitors) {
                    sql = modify.invoke(visitor, sql, database);
                }
            }
            answer.write(STATEMENT);
            text(answer, String.valueOf(sql));
        }
    }

    private void begin(Object changeSet) throws ReflectiveOperationException, IOException {
        boolean isConditional = is(changeSet, "getPreconditions")
                || is(changeSet, "getContexts")
                || is(changeSet, "getContextFilter")
                || is(changeSet, "getInheritableContexts")
                || is(changeSet, "getInheritableContextFilter")
                || is(changeSet, "getLabels")
                || is(changeSet, "getInheritableLabels")
                || "false".equals(value(changeSet, "getFailOnError"));
        answer.write(CHANGE_SET);
        text(answer, value(changeSet, "getFilePath"));
        text(answer, value(changeSet, "getId"));
        text(answer, value(changeSet, "getAuthor"));
        text(
                answer,
                (isConditional ? "conditional " : "")
                        + (is(changeSet, "getPreconditions") ? "preconditions " : "")
                        + ("true".equals(value(changeSet, "isRunOnChange")) ? "onChange " : "")
                        + ("true".equals(value(changeSet, "isAlwaysRun")) ? "always " : "")
                        + ("false".equals(value(changeSet, "isRunInTransaction")) ? "outside " : ""));
        text(answer, checksum(changeSet));
        isInChangeSet = true;
        isInComment = false;
        isAfterStatement = false;
    }

    private static String checksum(Object changeSet) throws ReflectiveOperationException {
        for (Method method : changeSet.getClass().getMethods()) {
            if (method.getName().equals("generateCheckSum")) {
                Class<?>[] types = method.getParameterTypes();
                if (types.length == 0) {
                    return String.valueOf(method.invoke(changeSet));
                }
                if (types.length == 1) {
                    return String.valueOf(method.invoke(
                            changeSet, types[0].getMethod("latest").invoke(null)));
                }
            }
        }
        return "";
    }

    /** Returns what a method says; an empty text where this version does not have it, or it says nothing. */
    private static String value(Object changeSet, String method) throws ReflectiveOperationException {
        try {
            Object value = changeSet.getClass().getMethod(method).invoke(changeSet);
            return value == null ? "" : value.toString();
        } catch (NoSuchMethodException e) {
            return "";
        }
    }

    private static boolean is(Object changeSet, String method) throws ReflectiveOperationException {
        return !value(changeSet, method).replaceAll("[\\[\\](){}]", "").isBlank();
    }

    private static void text(DataOutputStream answer, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        answer.writeInt(bytes.length);
        answer.write(bytes);
    }

    /** Is called once for each statement, and separately for what ends it; a comment comes as its sign, then its text. */
    @Override
    public void write(String piece) throws IOException {
        if (!isInChangeSet) {
            return;
        }
        if (piece.isBlank()) {
            isInComment &= piece.indexOf('\n') < 0;
            isAfterStatement = false;
        } else if (isInComment) {
            answer.write(COMMENT);
            text(answer, piece);
        } else if (piece.strip().equals("--")) {
            isInComment = true;
        } else if (!isAfterStatement) {
            answer.write(STATEMENT);
            text(answer, piece);
            isAfterStatement = true;
        }
    }

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
        write(new String(characters, offset, length));
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        write(text.substring(offset, offset + length));
    }

    @Override
    public void flush() {
        // The answer is complete at the end.
    }

    @Override
    public void close() {
        // Liquibase may close what it writes to after the first change set.
    }
}
