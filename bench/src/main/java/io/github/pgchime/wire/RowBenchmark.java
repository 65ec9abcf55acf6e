package io.github.pgchime.wire;

import io.github.pgchime.decode.Decoder;
import io.github.pgchime.decode.LogicalMessage;
import io.github.pgchime.decode.OutputPlugin;
import io.github.pgchime.decode.PgOutput;
import io.github.pgchime.decode.TestDecoding;
import io.github.pgchime.decode.Wal2Json;
import io.github.pgchime.replication.ReplicationMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a row costs on its way from the socket's bytes to a logical message, step by step.
 *
 * <p>It stands in the wire package because {@link FrameReader} is nobody else's: the bench runs on the class path,
 * where a package may have two homes, and opening the reader for its benchmark's sake would be the larger evil.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RowBenchmark {

    /** As the nudge feed has it, in {@code Opening}. */
    private static final int KEPT_OF_EACH = 256 * 1024;

    @Param({"test_decoding", "wal2json", "pgoutput"})
    public String plugin = "test_decoding";

    @Param({"narrow", "wide"})
    public String width = "narrow";

    private byte[] payload = {};
    private WireReader view = new WireReader("nothing", payload);
    private FrameReader frames = new FrameReader(new EndlessRows(new byte[1]));
    private Decoder decoder = new TestDecoding().newDecoder(StandardCharsets.UTF_8);

    /** Sets up a stream that has known its table for long. */
    @Setup
    public void open() {
        OutputPlugin chosen = plugin();
        payload = SampleRow.of(width).payload(chosen);
        view = new WireReader("XLogData", payload);
        frames = new FrameReader(new EndlessRows(SampleRow.frame(payload)));
        frames.authenticated();
        frames.keepOfCopyData(KEPT_OF_EACH);
        decoder = chosen.newDecoder(StandardCharsets.UTF_8);
        if (chosen instanceof PgOutput) {
            decoder.decode(new WireReader("XLogData", SampleRow.relation()));
        }
    }

    private OutputPlugin plugin() {
        return switch (plugin) {
            case "wal2json" -> new Wal2Json(List.of());
            case "pgoutput" -> new PgOutput("bench", true);
            default -> new TestDecoding();
        };
    }

    /** Bytes to frame. */
    @Benchmark
    public WireReader frame() throws IOException {
        frames.next();
        return frames.body();
    }

    /** Payload to logical message. */
    @Benchmark
    public LogicalMessage decode() {
        view.aim("XLogData", payload, 0, payload.length);
        return decoder.decode(view);
    }

    /** Bytes to logical message: the frame, its XLogData, the payload. */
    @Benchmark
    public LogicalMessage whole() throws IOException {
        frames.next();
        return switch (ReplicationMessage.decode(frames.body())) {
            case ReplicationMessage.XLogData(long start, long walEnd, WireReader row) -> decoder.decode(row);
            case ReplicationMessage.Keepalive keepalive -> throw new IllegalStateException("there is none among them");
        };
    }
}
