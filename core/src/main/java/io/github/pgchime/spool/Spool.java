package io.github.pgchime.spool;

import io.github.pgchime.wire.WireReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The messages of one transaction, in order, as they came: in memory, and beyond a {@link SpoolBudget} in a file that
 * vanishes with the process. Not thread-safe.
 */
public final class Spool implements AutoCloseable {

    /** Before each message: its length with its type, and its LSN. */
    private static final int HEADER = Integer.BYTES + Long.BYTES;

    private static final int FIRST_BLOCK = 4 * 1024;
    private static final int USUAL_BLOCK = 256 * 1024;
    private static final int FROM_DISK = 256 * 1024;

    private final SpoolBudget budget;
    private final List<ByteBuffer> blocks = new ArrayList<>();
    private Optional<SpoolFile> file = Optional.empty();
    private long onDisk;
    private long inMemory;
    private boolean closed;

    public Spool(SpoolBudget budget) {
        this.budget = budget;
        budget.add(this);
    }

    /** Adds a message; what is left of {@code body} is copied. */
    public void append(long lsn, char type, WireReader body) {
        int length = 1 + body.remaining();
        ByteBuffer block = room(HEADER + length);
        block.putInt(length).putLong(lsn).put((byte) type);
        block.put(body.array(), body.offset(), body.remaining());
        body.skip(body.remaining());
    }

    /** How much has been added, in bytes; a mark to {@link #truncate} to. */
    public long size() {
        long size = onDisk;
        for (ByteBuffer block : blocks) {
            size += block.position();
        }
        return size;
    }

    /** The memory it takes, in bytes. */
    long inMemory() {
        return inMemory;
    }

    /** Forgets what was added since {@link #size} was this. */
    public void truncate(long size) {
        if (size < onDisk) {
            file.orElseThrow().truncate(size);
            onDisk = size;
        }
        long left = size - onDisk;
        while (!blocks.isEmpty()) {
            ByteBuffer last = blocks.getLast();
            long before = size() - onDisk - last.position();
            if (before <= left) {
                last.position((int) (left - before));
                return;
            }
            dropLast();
        }
    }

    /** Forgets everything, and keeps the last block, which is large enough for what is usual, for what comes next. */
    public void clear() {
        while (blocks.size() > 1) {
            release(blocks.removeFirst().capacity());
        }
        blocks.forEach(ByteBuffer::clear);
        if (inMemory > USUAL_BLOCK) {
            dropLast();
        }
        closeFile();
    }

    /** Moves everything from memory to disk; false if there was nothing. */
    boolean spill() {
        if (blocks.isEmpty()) {
            return false;
        }
        if (file.isEmpty()) {
            file = Optional.of(SpoolFile.create(budget.directory()));
        }
        write(file.get());
        blocks.clear();
        release(inMemory);
        return true;
    }

    private void write(SpoolFile to) {
        for (ByteBuffer block : blocks) {
            onDisk += to.write(block.flip(), onDisk);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            blocks.clear();
            release(inMemory);
            budget.remove(this);
            closeFile();
        }
    }

    /** Reads everything from the beginning; to be asked for only once all has been added. */
    public Cursor cursor() {
        return new Cursor();
    }

    private ByteBuffer room(int bytes) {
        if (!blocks.isEmpty() && blocks.getLast().remaining() < bytes) {
            file.ifPresent(this::goOn);
        }
        if (blocks.isEmpty() || blocks.getLast().remaining() < bytes) {
            int size = Math.max(bytes, usual());
            budget.take(size);
            inMemory += size;
            blocks.add(ByteBuffer.allocate(size));
        }
        return blocks.getLast();
    }

    /** What has begun to go to disk goes on there, through one block that is used again and again. */
    private void goOn(SpoolFile to) {
        write(to);
        while (blocks.size() > 1) {
            release(blocks.removeFirst().capacity());
        }
        blocks.getFirst().clear();
    }

    private int usual() {
        if (file.isPresent()) {
            return Math.clamp(budget.most() / 4, FIRST_BLOCK, USUAL_BLOCK);
        }
        return blocks.isEmpty()
                ? FIRST_BLOCK
                : (int) Math.min(USUAL_BLOCK, 4L * blocks.getLast().capacity());
    }

    /** By its place: two blocks are equal if what is left in them is. */
    private void dropLast() {
        release(blocks.removeLast().capacity());
    }

    private void release(long bytes) {
        inMemory -= bytes;
        budget.giveBack(bytes);
    }

    private void closeFile() {
        file.ifPresent(SpoolFile::close);
        file = Optional.empty();
        onDisk = 0;
    }

    /** A way through the messages. The body it shows is valid until it moves on. */
    public final class Cursor {

        private final WireReader body = new WireReader("nothing", new byte[0]);
        private ByteBuffer chunk = ByteBuffer.allocate(0);
        private long read;
        private int nextBlock;
        private long lsn;
        private char type;

        /** Moves to the next message, if there is one. */
        public boolean next() {
            if (closed) {
                throw new IllegalStateException("the spool is closed");
            }
            if (!chunk.hasRemaining() && !nextChunk()) {
                return false;
            }
            fill(HEADER);
            int length = chunk.getInt();
            lsn = chunk.getLong();
            fill(length);
            type = (char) (chunk.get() & 0xFF);
            int from = chunk.arrayOffset() + chunk.position();
            body.aim("a message of pgoutput", chunk.array(), from, from + length - 1);
            chunk.position(chunk.position() + length - 1);
            return true;
        }

        public long lsn() {
            return lsn;
        }

        public char type() {
            return type;
        }

        public WireReader body() {
            return body;
        }

        private boolean nextChunk() {
            if (read < onDisk) {
                chunk = ByteBuffer.allocate(FROM_DISK).limit(0);
                return true;
            }
            while (nextBlock < blocks.size()) {
                chunk = blocks.get(nextBlock++).duplicate().flip();
                if (chunk.hasRemaining()) {
                    return true;
                }
            }
            return false;
        }

        /** Has so many bytes lie ready; a block always has whole messages. */
        private void fill(int bytes) {
            if (chunk.remaining() >= bytes) {
                return;
            }
            chunk = chunk.capacity() < bytes
                    ? ByteBuffer.allocate(Math.max(bytes, 2 * chunk.capacity())).put(chunk)
                    : chunk.compact();
            chunk.limit((int) Math.min(chunk.capacity(), chunk.position() + onDisk - read));
            read += file.orElseThrow().read(chunk, read);
            chunk.flip();
            if (chunk.remaining() < bytes) {
                throw new IllegalStateException("a spool's file ends within a message");
            }
        }
    }
}
