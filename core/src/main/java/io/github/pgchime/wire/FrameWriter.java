package io.github.pgchime.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/** Sends whole messages, one at a time, from any thread. It never waits for a read. */
final class FrameWriter {

    private final ReentrantLock lock = new ReentrantLock();
    private final WireWriter frame = new WireWriter();
    private final OutputStream out;

    FrameWriter(OutputStream out) {
        this.out = out;
    }

    void send(FrontendMessage message) throws IOException {
        lock.lock();
        try {
            message.encode(frame);
            frame.writeTo(out);
        } finally {
            lock.unlock();
        }
    }
}
