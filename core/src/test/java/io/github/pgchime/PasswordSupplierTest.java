package io.github.pgchime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PasswordSupplierTest {

    @Test
    void of_resultWiped_nextIsWhole() {
        PasswordSupplier supplier = PasswordSupplier.of("secret".toCharArray());

        Arrays.fill(supplier.password(), '\0');

        assertThat(supplier.password()).containsExactly('s', 'e', 'c', 'r', 'e', 't');
    }

    @Test
    void of_givenArrayWiped_keepsItsOwn() {
        char[] given = "secret".toCharArray();
        PasswordSupplier supplier = PasswordSupplier.of(given);

        Arrays.fill(given, '\0');

        assertThat(supplier.password()).containsExactly('s', 'e', 'c', 'r', 'e', 't');
    }
}
