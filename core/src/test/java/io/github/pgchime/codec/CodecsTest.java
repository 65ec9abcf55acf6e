package io.github.pgchime.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.catalog.PgType;
import io.github.pgchime.catalog.PgType.Attribute;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class CodecsTest {

    private final Codecs none = new Codecs(Map.of());

    @Test
    void codec_unknownType_isItsTextOrItsBytes() {
        for (Codec codec : List.of(none.codec(-5), Samples.CODECS.codec(Samples.VECTOR), BuiltIn.TSQUERY.codec())) {
            assertThat(Sample.text(codec, "[1,2]")).isEqualTo("[1,2]");
            assertThat(Sample.binary(codec, "0102")).isEqualTo(new byte[] {1, 2});
        }
    }

    @Test
    void codec_builtIn_needsNoCatalog() {
        assertThat(BuiltIn.knows(BuiltIn.INT4.oid())).isTrue();
        assertThat(BuiltIn.knows(BuiltIn.INT4.arrayOid())).isTrue();
        assertThat(BuiltIn.knows(Samples.MOOD)).isFalse();
        assertThat(Sample.text(none.codec(BuiltIn.INT4.oid()), "1")).isEqualTo(1);
        assertThat(Sample.text(none.codec(BuiltIn.INT4.arrayOid()), "{1}")).isEqualTo(List.of(1));
    }

    @Test
    void codec_boxes_areDelimitedBySemicolons() {
        assertThat(Sample.text(none.codec(BuiltIn.BOX.arrayOid()), "{(0,0),(0,0);(1,1),(0,0)}"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2);
    }

    @Test
    void codec_multirangeOfNoRange_isItsText() {
        Codecs codecs = new Codecs(Map.of(9, new PgType.Multirange(9, "public", "m", 10)));
        assertThat(Sample.text(codecs.codec(9), "{}")).isEqualTo("{}");
    }

    @Test
    void codec_typeWithinItself_isAProtocolException() {
        Codecs codecs = new Codecs(Map.of(9, new PgType.Domain(9, "public", "d", 9, -1)));
        assertThatThrownBy(() -> codecs.codec(9))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("deeper than 64");
    }

    @Test
    void codec_typesThatMultiply_isAProtocolException() {
        Map<Integer, PgType> types = new HashMap<>();
        for (int oid = 1_000_001; oid <= 1_000_040; oid++) {
            types.put(
                    oid,
                    new PgType.Composite(oid, "public", "c", Collections.nCopies(2, new Attribute("a", oid + 1, -1))));
        }
        Codecs codecs = new Codecs(types);
        assertThatThrownBy(() -> codecs.codec(1_000_001)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void lists_fromBothForms_cannotBeChanged() {
        List<?> list = (List<?>) Sample.text(BuiltIn.INT4.arrayCodec(), "{1}");
        assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
        Map<?, ?> map = (Map<?, ?>) Sample.text(Samples.CODECS.codec(Samples.PAIR), "(1,a)");
        assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
    }
}
