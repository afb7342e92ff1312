package io.fastmigrate.databases;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and a server, counts how often the client waits for an answer, and ends the connection at one of these. */
final class RoundTrips implements AutoCloseable {

    /** Tells a message to which there is no answer. */
    private interface Goodbye {
        boolean is(byte[] message, int length);
    }

    /** Sees what passes, and tells whether it may. */
    private interface Passing {
        boolean passes(byte[] message, int length);
    }

    /** Where a connection ends. */
    enum Cut {
        /** The server never gets the message. */
        BEFORE_THE_MESSAGE,
        /** The server has done what it was asked for, and the client never learns of it. */
        BEFORE_THE_ANSWER
    }

    private final ServerSocket listener;
    private final int server;
    private final Goodbye goodbye;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger count = new AtomicInteger();
    private volatile int cutAt = Integer.MAX_VALUE;
    private volatile Cut cut = Cut.BEFORE_THE_MESSAGE;

    /** PostgreSQL's Terminate is the letter X. */
    RoundTrips(int server) throws IOException {
        this(server, (message, length) -> message[0] == 'X');
    }

    /** MariaDB's COM_QUIT is a message of one byte, which is 1, behind a header of four. */
    static RoundTrips ofMaria(int server) throws IOException {
        return new RoundTrips(server, (message, length) -> length == 5 && message[4] == 1);
    }

    private RoundTrips(int server, Goodbye goodbye) throws IOException {
        this.server = server;
        this.goodbye = goodbye;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    int count() {
        return count.get();
    }

    /** Ends the connection when the client waits for an answer so many times; later connections pass. */
    void cut(int wait, Cut where) {
        cut = where;
        cutAt = wait;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "round-trips");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
                connections.incrementAndGet();
                AtomicInteger answers = new AtomicInteger(1);
                AtomicInteger asked = new AtomicInteger();
                AtomicBoolean severed = new AtomicBoolean();
                start(() -> copy(client, behind, (message, length) -> {
                    if (!goodbye.is(message, length)
                            && asked.getAndSet(answers.get()) != answers.get()
                            && count.incrementAndGet() == cutAt) {
                        severed.set(true);
                        return cut == Cut.BEFORE_THE_ANSWER;
                    }
                    return true;
                }));
                start(() -> copy(behind, client, (message, length) -> {
                    answers.incrementAndGet();
                    return !severed.get();
                }));
            }
        } catch (IOException e) {
            // The test is over.
            return;
        }
    }

    private static void copy(Socket from, Socket to, Passing each) {
        byte[] buffer = new byte[64 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0 && each.passes(buffer, read); read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One of the two has ended the connection, and with it this.
            return;
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
