package io.fastmigrate.internal.script;

import java.nio.charset.Charset;

/** Which letters the names of files can have: those of the locale's encoding, which in many containers is ASCII. */
public final class LocaleLetters {

    private LocaleLetters() {}

    /** Tells whether a path has letters that this program cannot name a file by. */
    public static boolean lacks(String path) {
        String encoding = System.getProperty("sun.jnu.encoding", "");
        return !encoding.isEmpty()
                && Charset.isSupported(encoding)
                && !Charset.forName(encoding).newEncoder().canEncode(path);
    }
}
