package io.github.pgchime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeywordValuesTest {

    private static final String CANARY = "C4n4ry";

    /** What libpq makes of the same strings. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    user=ada                      | ada
                    `  user  =  ada  `            | ada
                    user='ada'                    | ada
                    user='ada l.'                 | ada l.
                    user=ada\\ l.                 | ada l.
                    user='a\\'b\\\\c'             | a'b\\c
                    user=a\\'b\\\\c               | a'b\\c
                    user=a'b'                     | a'b'
                    user=a=b                      | a=b
                    user='a'port=1                | a
                    user=ada\\                    | ada
                    `user\t=\tada`                | ada
                    """)
    void values_ofOneParameter(String text, String user) {
        assertThat(KeywordValues.values(text)).containsEntry(Parameter.USER, user);
    }

    @Test
    void values_ofSeveral_andThoseThatAreEmptyAreLeftOut() {
        assertThat(KeywordValues.values("host=a,b port=1,2 dbname='' password='x y' ssl=true"))
                .isEqualTo(Map.of(
                        Parameter.HOST, "a,b",
                        Parameter.PORT, "1,2",
                        Parameter.PASSWORD, "x y",
                        Parameter.SSLMODE, "require"));
    }

    /** {@code !} stands for the password, which no message may hold. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    host=h password=a !           | parameter 3, at character 19, has no =; a value with blanks stands in single quotes
                    host=h password=a !=b         | parameter 3, at character 19, is not known; a value with blanks stands in single quotes
                    host=h password='!            | the quote at character 17 is not closed; within quotes write \\' and \\\\
                    host=h passwrod=!             | parameter "passwrod" is not known; did you mean password?
                    host=h host=i password=!      | parameter "host" is given twice; give it once
                    host=h password=! tcp_user_timeout=1 | parameter "tcp_user_timeout" is not supported yet; leave it out
                    host='a b' password=!         | host holds a ' '; expected a name, or an address without brackets
                    """)
    void parse_wrongString_namesTheMistakeAndNotThePassword(String template, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConnectionOptions.parse(template.replace("!", CANARY), Map.of("HOME", "/nowhere")))
                .withMessage("connection string: " + message)
                .satisfies(ConnectionUrlTest::assertNoCanary);
    }
}
