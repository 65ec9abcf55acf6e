package io.github.pgchime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ProtocolVersion;
import io.github.pgchime.testkit.script.Body;
import io.github.pgchime.testkit.script.Frames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FrameWriterTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final FrameWriter writer = new FrameWriter(out);

    @Test
    void sslRequest_isItsLengthAndCode() throws IOException {
        writer.send(new FrontendMessage.SslRequest());
        assertThat(out.toByteArray())
                .isEqualTo(new Body().int32(8).int32(80877103).toBytes());
    }

    @Test
    void startup_isItsParametersInOrder() throws IOException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user", "rené");
        parameters.put("replication", "database");
        writer.send(new FrontendMessage.Startup(ProtocolVersion.V3_0, parameters));
        byte[] body = new Body()
                .int32(196608)
                .string("user")
                .string("rené")
                .string("replication")
                .string("database")
                .int8(0)
                .toBytes();
        assertThat(out.toByteArray())
                .isEqualTo(new Body().int32(body.length + 4).bytes(body).toBytes());
    }

    @Test
    void saslResponses_areTheirDataWithoutAZero() throws IOException {
        writer.send(new FrontendMessage.SaslInitialResponse("SCRAM-SHA-256", "n,,n=*"));
        writer.send(new FrontendMessage.SaslResponse("c=biws"));
        assertThat(out.toByteArray())
                .isEqualTo(Frames.concat(
                        Frames.raw(
                                'p',
                                new Body()
                                        .string("SCRAM-SHA-256")
                                        .int32(6)
                                        .bytes(utf8("n,,n=*"))
                                        .toBytes()),
                        Frames.raw('p', utf8("c=biws"))));
    }

    @Test
    void query_longerThanTheBuffer_isWhole() throws IOException {
        String sql = "SELECT '" + "é".repeat(100_000) + "'";
        writer.send(new FrontendMessage.Query(sql));
        writer.send(new FrontendMessage.Query(""));
        assertThat(out.toByteArray())
                .isEqualTo(Frames.concat(
                        Frames.raw('Q', new Body().string(sql).toBytes()),
                        Frames.raw('Q', new Body().string("").toBytes())));
    }

    @Test
    void text_withANul_isRefusedAndTheNextMessageIsSound() throws IOException {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> writer.send(new FrontendMessage.Query("SELECT 'canary\0'")))
                .withMessageContaining("NUL")
                .withMessageNotContaining("canary");
        writer.send(new FrontendMessage.Query("SELECT 1"));
        assertThat(out.toByteArray())
                .isEqualTo(Frames.raw('Q', new Body().string("SELECT 1").toBytes()));
    }

    @Test
    void integers_areBigEndian() throws IOException {
        WireWriter frame = new WireWriter();
        frame.begin('d').int8(-2).int32(0x81020304).int64(0x8000000100000002L).bytes(new byte[] {7});
        frame.writeTo(out);
        assertThat(out.toByteArray())
                .isEqualTo(Frames.copyData(new Body()
                        .int8(-2)
                        .int32(0x81020304)
                        .int64(0x8000000100000002L)
                        .int8(7)
                        .toBytes()));
    }

    @Test
    void writtenFrame_leavesNothingInTheBuffer() throws IOException {
        List<byte[]> arrays = new ArrayList<>();
        OutputStream keeping = new OutputStream() {
            @Override
            public void write(int b) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                arrays.add(bytes);
                if (arrays.size() == 3) {
                    throw new IOException("gone");
                }
            }
        };
        FrameWriter writer = new FrameWriter(keeping);
        writer.send(new FrontendMessage.Query("canary"));
        writer.send(new FrontendMessage.Query("canary".repeat(1_000)));
        assertThatIOException().isThrownBy(() -> writer.send(new FrontendMessage.Query("canary")));
        assertThat(arrays).hasSize(3).allSatisfy(bytes -> assertThat(bytes).containsOnly(0));
        assertThat(arrays.get(1).length).isGreaterThan(6_000);
        assertThat(arrays.get(2).length).isEqualTo(1_024);
    }

    @Test
    void senders_atOnce_neverInterleave() throws Exception {
        int each = 500;
        ByteArrayOutputStream unsafe = new ByteArrayOutputStream();
        FrameWriter shared = new FrameWriter(new OutputStream() {
            @Override
            public void write(int b) {
                unsafe.write(b);
            }

            // Byte by byte, so that two writers at once would be seen.
            @Override
            public void write(byte[] bytes, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    unsafe.write(bytes[offset + i]);
                }
            }
        });
        CompletableFuture<?>[] senders = new CompletableFuture<?>[4];
        for (int sender = 0; sender < senders.length; sender++) {
            String sql = String.valueOf((char) ('a' + sender)).repeat(50 + sender);
            senders[sender] = CompletableFuture.runAsync(() -> send(shared, sql, each));
        }
        CompletableFuture.allOf(senders).get(20, TimeUnit.SECONDS);
        FrameReader reader = new FrameReader(new Trickle(unsafe.toByteArray()));
        for (int frame = 0; frame < senders.length * each; frame++) {
            assertThat(reader.next()).isEqualTo('Q');
            String sql = reader.body().cString();
            assertThat(sql).isEqualTo(sql.substring(0, 1).repeat(50 + sql.charAt(0) - 'a'));
        }
    }

    private static void send(FrameWriter writer, String sql, int times) {
        try {
            for (int i = 0; i < times; i++) {
                writer.send(new FrontendMessage.Query(sql));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
