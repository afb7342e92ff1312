package io.fastmigrate.test.internal.spring;

import io.fastmigrate.test.internal.database.Declarations;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/** Makes the database fresh before each test, and before the transaction of the test, if it has one. */
final class SpringDatabaseListener implements TestExecutionListener, Ordered {

    /** After the injection of dependencies (2000), before transactions (4000). */
    private static final int ORDER = 3900;

    private static final String TURN = SpringDatabaseListener.class.getName() + ".turn";

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public void prepareTestInstance(TestContext test) {
        if (concerns(test)) {
            database(test).keepStarted();
        }
    }

    @Override
    public void beforeTestMethod(TestContext test) throws InterruptedException {
        if (concerns(test)) {
            SpringDatabase database = database(test);
            database.keepStarted();
            database.begin(Declarations.lastVersion(test.getTestMethod(), test.getTestClass()));
            test.setAttribute(TURN, database);
        }
    }

    @Override
    public void afterTestMethod(TestContext test) {
        if (test.removeAttribute(TURN) instanceof SpringDatabase database) {
            database.end();
        }
    }

    private static boolean concerns(TestContext test) {
        return Declarations.fastMigrateTest(test.getTestClass()).isPresent();
    }

    private static SpringDatabase database(TestContext test) {
        return test.getApplicationContext().getBean(SpringDatabase.BEAN_NAME, SpringDatabase.class);
    }
}
