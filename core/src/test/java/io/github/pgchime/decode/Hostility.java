package io.github.pgchime.decode;

import static org.assertj.core.api.Assertions.fail;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.wire.WireReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Feeds a decoder damaged payloads: whatever comes out, it is a message or a ProtocolException. */
public final class Hostility {

    private static final int ROUNDS = 20_000;

    private Hostility() {}

    public static void cutAnywhere(Consumer<WireReader> decoder, List<Payload> samples) {
        for (Payload sample : samples) {
            for (int length = 0; length < sample.bytes().length; length++) {
                decode(decoder, sample.upTo(length));
            }
        }
    }

    /** A few bytes of each payload replaced, dropped or doubled, the same in every run. */
    public static void mutate(Supplier<Consumer<WireReader>> decoders, List<Payload> samples) {
        for (long seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            Consumer<WireReader> decoder = decoders.get();
            for (int round = 0; round < ROUNDS; round++) {
                decode(decoder, mutant(samples.get(random.nextInt(samples.size())), random));
            }
        }
    }

    private static Payload mutant(Payload sample, Random random) {
        byte[] bytes = sample.bytes().clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> System.arraycopy(bytes, at, bytes, 0, bytes.length - at);
                default -> bytes[at] = (byte) "\"\\{}:,. 09\0".charAt(random.nextInt(11));
            }
        }
        return new Payload(bytes);
    }

    private static void decode(Consumer<WireReader> decoder, Payload payload) {
        try {
            decoder.accept(payload.reader());
        } catch (ProtocolException expected) {
            // as it should be
        } catch (RuntimeException e) {
            fail("not a ProtocolException for " + new String(payload.bytes(), StandardCharsets.ISO_8859_1), e);
        }
    }
}
