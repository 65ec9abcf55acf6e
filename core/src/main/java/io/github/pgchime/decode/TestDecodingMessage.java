package io.github.pgchime.decode;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.decode.LogicalMessage.Emitted;
import io.github.pgchime.wire.Excerpt;
import io.github.pgchime.wire.WireReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What test_decoding writes after {@code message: transactional: }, as in
 * {@code 1 prefix: pgchime, sz: 13 content:public.orders}.
 *
 * <p>Neither prefix nor content is quoted, so the size in between shows which {@code , sz: } is the plugin's own: the
 * one that is followed by as many bytes as it says, or, if the payload was cut off, the first that promises more.
 */
final class TestDecodingMessage {

    private static final Pattern START = Pattern.compile("([01]) prefix: ");
    private static final Pattern SIZE = Pattern.compile(", sz: (\\d{1,10}) content:");

    private TestDecodingMessage() {}

    static Emitted read(WireReader payload, Charset charset) {
        byte[] bytes = payload.array();
        int offset = payload.offset();
        // One character for each byte, so that positions in the text are positions in the array.
        String text = payload.text(StandardCharsets.ISO_8859_1);
        Matcher start = START.matcher(text);
        if (!start.lookingAt()) {
            throw unexpected(text);
        }
        MatchResult size = size(text, start.end()).orElseThrow(() -> unexpected(text));
        return new Emitted(
                text.charAt(0) == '1',
                new String(bytes, offset + start.end(), size.start() - start.end(), charset),
                new String(bytes, offset + size.end(), text.length() - size.end(), charset));
    }

    private static Optional<MatchResult> size(String text, int from) {
        Optional<MatchResult> cutOff = Optional.empty();
        Matcher size = SIZE.matcher(text);
        for (boolean found = size.find(from); found; found = size.find()) {
            long promised = Long.parseLong(size.group(1));
            int present = text.length() - size.end();
            if (promised == present) {
                return Optional.of(size.toMatchResult());
            }
            if (promised > present && cutOff.isEmpty()) {
                cutOff = Optional.of(size.toMatchResult());
            }
        }
        return cutOff;
    }

    private static ProtocolException unexpected(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return new ProtocolException("test_decoding: expected a message's prefix, size and content, but read "
                + Excerpt.of(bytes, 0, bytes.length));
    }
}
