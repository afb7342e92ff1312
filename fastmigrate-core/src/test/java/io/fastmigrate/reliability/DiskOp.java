package io.fastmigrate.reliability;

import java.nio.ByteBuffer;

/** What a process does to a disk. Files and directories are numbered: a name can be taken from one and given to another. */
sealed interface DiskOp {

    /** Bytes that are written to a file. */
    record Write(int file, long offset, ByteBuffer bytes) implements DiskOp {}

    /** A new size of a file. */
    record Resize(int file, long size) implements DiskOp {}

    /** A directory is made, which has no name yet. */
    record NewDirectory(int node) implements DiskOp {}

    /** A name in a directory is given to a file or directory, instead of what had it. */
    record Name(int directory, String name, int node) implements DiskOp {}

    /** A name is taken out of a directory. */
    record Unname(int directory, String name) implements DiskOp {}

    /** What was done to this file, or to the names in this directory, is on the disk. */
    record Sync(int node) implements DiskOp {}

    /** The process told that it was done. */
    record Reported() implements DiskOp {}

    /** Returns the file whose bytes, or the directory whose names, it changes; -1 for none. */
    default int changes() {
        if (this instanceof Write write) {
            return write.file();
        } else if (this instanceof Resize resize) {
            return resize.file();
        } else if (this instanceof Name name) {
            return name.directory();
        } else if (this instanceof Unname unname) {
            return unname.directory();
        }
        return -1;
    }
}
