package io.fastmigrate.backend.jdbc;

/** The migration lock, held. Closed by whoever acquired it, after the work. */
interface StarterLock extends AutoCloseable {

    /** There is nobody to be kept out, or the database itself does it. */
    StarterLock NONE = new StarterLock() {
        @Override
        public void check() {}

        @Override
        public void close() {}
    };

    /**
     * Makes sure that it is still ours; asked before each statement that cannot be rolled back.
     *
     * @throws io.fastmigrate.backend.StepFailedException if somebody else may have it by now
     */
    void check();

    @Override
    void close();
}
