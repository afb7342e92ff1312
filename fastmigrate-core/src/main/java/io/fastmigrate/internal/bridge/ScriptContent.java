package io.fastmigrate.internal.bridge;

import java.io.IOException;
import java.io.InputStream;

/** Opens the bytes of a script again at each call; the caller closes the stream. */
@FunctionalInterface
public interface ScriptContent {
    InputStream open() throws IOException;
}
