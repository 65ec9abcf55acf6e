package io.github.pgchime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ServerAddressTest {

    @Test
    void url_ofParsedAddress_isTheSameButForTheDatabase() {
        ServerAddress address =
                ServerAddress.parse("postgresql://me:s%40cret@db.example:6543/postgres?sslmode=require");
        assertThat(address.password()).isEqualTo("s@cret");
        assertThat(address.url("shop")).isEqualTo("postgresql://me:s%40cret@db.example:6543/shop?sslmode=require");
    }

    @Test
    void url_specialCharacters_areEncoded() {
        ServerAddress address = new ServerAddress("h", 1, "postgres", "", "");
        assertThat(address.url("a b", "u@x", "p/+%")).isEqualTo("postgresql://u%40x:p%2F%2B%25@h:1/a%20b");
    }

    @Test
    void parse_withoutUser_saysWhatItMustLookLikeAndNoSecret() {
        assertThatThrownBy(() -> ServerAddress.parse("jdbc:postgresql://h/db?password=secret"))
                .hasMessageContaining("postgresql://user:password@host:5432/postgres")
                .hasMessageNotContaining("secret");
    }
}
