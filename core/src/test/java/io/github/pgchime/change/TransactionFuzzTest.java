package io.github.pgchime.change;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.testkit.script.Body;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes, in whatever order, is whole transactions of changes that can be looked at, or a ProtocolException. */
class TransactionFuzzTest {

    private static final Assembler.Holds NONE = new Assembler.Holds() {
        @Override
        public void hold(long prepared) {}

        @Override
        public void release(long prepared) {}
    };

    static Stream<byte[]> samples() {
        return Stream.of(
                stream(
                        Envelopes.begin(1, 8),
                        Envelopes.relation(7, "t"),
                        Envelopes.insert(7, 1, "a"),
                        Envelopes.update(7, 1, "b"),
                        Envelopes.updateKey(7, 1, 2),
                        Envelopes.delete(7, 2),
                        Envelopes.truncate(7),
                        Envelopes.message(true, 8, "p", "c"),
                        Envelopes.commit(8, 16)),
                stream(
                        Envelopes.streamStart(1),
                        Envelopes.within(1, Envelopes.relation(7, "t")),
                        Envelopes.within(2, Envelopes.insert(7, 1, "a")),
                        Envelopes.streamStop(),
                        Envelopes.streamAbort(1, 2),
                        Envelopes.streamPrepare(1, 8, "g"),
                        Envelopes.commitPrepared(1, 16, 24, "g")),
                stream(
                        Envelopes.beginPrepare(1, 8, "g"),
                        Envelopes.origin(3, "o"),
                        Envelopes.prepare(1, 8, "g"),
                        Envelopes.rollbackPrepared(1, "g"),
                        Envelopes.message(false, 8, "p", "c")));
    }

    private static byte[] stream(byte[]... payloads) {
        Body stream = new Body();
        for (byte[] payload : payloads) {
            stream.int8(payload.length).bytes(payload);
        }
        return stream.toBytes();
    }

    @MethodSource("samples")
    @FuzzTest(maxDuration = "2m")
    void stream(byte[] bytes) {
        ByteBuffer payloads = ByteBuffer.wrap(bytes);
        try (Feeding feeding = new Feeding(1 << 20, Path.of("/nowhere"), NONE)) {
            while (payloads.hasRemaining()) {
                byte[] payload = new byte[Math.min(payloads.get() & 0xFF, payloads.remaining())];
                payloads.get(payload);
                feeding.feed(payloads.position(), payload)
                        .map(feeding::transaction)
                        .ifPresent(transaction -> {
                            transaction.forEach(Change::toMap);
                            transaction.end();
                        });
            }
        } catch (ProtocolException expected) {
            // as it should be
        }
    }
}
